// A page that is read from a folder may start no worker, so the search would not work there. This
// runs the worker's script in a hidden frame instead. Pages of a server have workers and keep them.
if (location.protocol === "file:") {
  window.Worker = class {
    onmessage = null
    onerror = null
    onmessageerror = null
    #frame = document.createElement("iframe")
    #waiting = []

    constructor(address) {
      this.#frame.hidden = true
      document.body.append(this.#frame)
      const inside = this.#frame.contentWindow
      inside.postMessage = data => this.#copied(data, copy => this.onmessage?.({ data: copy }))
      const script = inside.document.createElement("script")
      script.src = new URL(address, document.baseURI).href
      script.onerror = event => this.onerror?.(event)
      script.onload = () => {
        const waiting = this.#waiting
        this.#waiting = null
        waiting.forEach(data => this.#deliver(data))
      }
      inside.document.head.append(script)
    }

    postMessage(data) {
      if (this.#waiting) this.#waiting.push(data)
      else this.#deliver(data)
    }

    terminate() {
      this.#frame.remove()
    }

    // As between a page and its worker: later, and a copy.
    #copied(data, use) {
      const copy = structuredClone(data)
      setTimeout(() => use(copy))
    }

    #deliver(data) {
      const inside = this.#frame.contentWindow
      this.#copied(data, copy => inside?.dispatchEvent(new inside.MessageEvent("message", { data: copy })))
    }
  }
}
