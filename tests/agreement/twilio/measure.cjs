// Reads a JSON list of texts. Writes for each what Twilio's calculator makes of it, [encoding, units, segments]: with
// its own graphemes, and with every code point alone; `clusters` says whether a grapheme has several code points.
"use strict";
const Splitter = require("grapheme-splitter");
const own = new Splitter();
const graphemes = (text) => own.splitGraphemes(text);
const points = (text) => [...text];
let split = graphemes;
require.cache[require.resolve("grapheme-splitter")].exports = function () {
  this.splitGraphemes = (text) => split(text);
};
const { SegmentedMessage } = require("sms-segments-calculator");

function measure(text, way) {
  split = way;
  const message = new SegmentedMessage(text);
  const gsm = message.encodingName === "GSM-7";
  return [gsm ? "gsm-7" : "ucs-2", message.messageSize / (gsm ? 7 : 16), message.segmentsCount];
}

const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
const rows = texts.map((text) => {
  const clusters = graphemes(text).length !== points(text).length;
  const told = measure(text, graphemes);
  return { graphemes: told, points: clusters ? measure(text, points) : told, clusters };
});
process.stdout.write(JSON.stringify(rows));
