// Tabs of one browser share six connections to a server, and a stream holds one for as long as it
// lives. So only the tabs that were looked at last have one; the others get theirs back when
// somebody looks at them again.
const MOST_STREAMS = 4;

/**
 * @param {() => void} pause
 * @param {() => void} resume
 */
export function shareStreams(pause, resume) {
  const me = Math.random();
  const lookedAtLater = new Set(); // the tabs that were looked at after this one
  const tabs = new BroadcastChannel('turbosms-inbox');
  tabs.addEventListener('message', ({ data }) => {
    lookedAtLater.add(data);
    if (lookedAtLater.size >= MOST_STREAMS) pause();
  });
  const look = () => {
    if (document.hidden) return;
    lookedAtLater.clear();
    tabs.postMessage(me);
    resume();
  };
  addEventListener('visibilitychange', look);
  addEventListener('focus', look);
  look();
}
