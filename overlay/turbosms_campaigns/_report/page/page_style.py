"""The style of the page: light and dark, for a phone, a screen and paper."""

from typing import Final

STYLE: Final = """
:root {
  color-scheme: light dark;
  --ground: #f6f6f8; --surface: #fff; --line: #e3e3e9; --line-strong: #8b8b98;
  --text: #1a1a20; --muted: #5c5d69; --soft: #f0f0f5;
  --delivered: #0a6f4d; --accepted: #5b44c2; --undelivered: #b3261e; --refused: #d9730d;
  --unknown: #a8328f; --waiting: #8b8b98; --left-out: #cfcfd9; --spent: #2563a8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101014; --surface: #17171c; --line: #2b2b34; --line-strong: #737382;
    --text: #ececf1; --muted: #a3a3b2; --soft: #202028;
    --delivered: #5fd3a3; --accepted: #a896fb; --undelivered: #ff958c; --refused: #f0a355;
    --unknown: #e58fd2; --waiting: #8b8b98; --left-out: #4a4a57; --spent: #7db4ee;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html {
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif;
  color: var(--text); background: var(--ground); -webkit-text-size-adjust: 100%;
}
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem; overflow-wrap: anywhere; }
h1, h2, p, ul, dl, dd, figure { margin: 0; padding: 0; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.1rem; margin-bottom: .75rem; }
ul { list-style: none; }
p, small, figcaption, caption, footer { color: var(--muted); }
small { display: block; font-size: .85rem; font-weight: 400; }
header ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .5rem 0; }
.state { padding: .1rem .6rem; border: 1px solid; border-radius: 1rem; font-weight: 600; }
.state.finished { color: var(--delivered); }
.state.running { color: var(--accepted); }
.state.paused { color: var(--refused); }
.state.paused, .state.cancelled, .state.draft { color: var(--text); }
.state.cancelled { color: var(--undelivered); }
section, .tiles > div {
  background: var(--surface); border: 1px solid var(--line); border-radius: 8px;
}
section { padding: 1rem; margin-top: 1rem; }
.tiles {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(7.4rem, 1fr)); gap: .75rem;
  margin-top: 1rem;
}
.tiles > div { padding: .6rem .75rem; }
dt { color: var(--muted); font-size: .9rem; }
.tiles dd { font-size: 1.35rem; font-weight: 600; line-height: 1.3; }
section dl > div {
  display: grid; grid-template-columns: minmax(7rem, 12rem) 1fr; gap: .25rem 1rem;
  padding: .35rem 0; border-top: 1px solid var(--line);
}
section dl > div:first-child { border-top: 0; }
q { quotes: none; white-space: pre-wrap; }
figure + figure { margin-top: 1.25rem; }
figcaption { margin-bottom: .9rem; }
svg { display: block; }
.bar { border-radius: 3px; background: var(--soft); }
.bar rect { stroke: var(--surface); stroke-width: 1; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin-top: .5rem; }
.swatch {
  display: inline-block; width: .8em; height: .8em; border-radius: 2px; background: currentColor;
}
.bars li {
  display: grid; grid-template-columns: 1fr auto; gap: .15rem 1rem; padding: .5rem 0;
  border-top: 1px solid var(--line);
}
.bars li:first-child { border-top: 0; padding-top: 0; }
.bars svg, .bars small { grid-column: 1 / -1; }
.bars b { text-align: right; }
.axes { display: grid; grid-template-columns: 4.5rem 1fr; }
.values {
  display: flex; flex-direction: column; justify-content: space-between; text-align: right;
  padding-right: .5rem; margin: -.6rem 0;
}
.plot { width: 100%; height: 11rem; overflow: visible; }
.times { grid-column: 2; position: relative; height: 1.6rem; margin-top: .3rem; }
.times span { position: absolute; transform: translateX(-50%); white-space: nowrap; }
.times span:first-child { transform: none; }
.times span:last-child { transform: translateX(-100%); }
.values, .times { color: var(--muted); font-size: .8rem; }
.grid { stroke: var(--line); fill: none; vector-effect: non-scaling-stroke; }
.line { fill: none; stroke-width: 2.5; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.line.undelivered { stroke-dasharray: 6 4; }
.line.sent { stroke-dasharray: 2 3; }
.mark {
  stroke: var(--refused); stroke-width: 1.5; stroke-dasharray: 3 3;
  vector-effect: non-scaling-stroke;
}
.delivered { color: var(--delivered); fill: var(--delivered); stroke: var(--delivered); }
.accepted { color: var(--accepted); fill: var(--accepted); }
.undelivered { color: var(--undelivered); fill: var(--undelivered); stroke: var(--undelivered); }
.refused { color: var(--refused); fill: var(--refused); }
.unknown { color: var(--unknown); fill: var(--unknown); }
.waiting { color: var(--waiting); fill: var(--waiting); }
.left-out { color: var(--left-out); fill: var(--left-out); }
.sent { color: var(--spent); fill: var(--spent); stroke: var(--spent); }
.spent { fill: var(--spent); }
.spent-more { fill: var(--spent); fill-opacity: .45; }
.estimate { fill: var(--line-strong); }
.estimate-more { fill: var(--line-strong); fill-opacity: .45; }
.limit { fill: var(--undelivered); fill-opacity: .6; }
.line.delivered, .line.undelivered, .line.sent { fill: none; }
.plot rect.sent { stroke: none; }
.scroll { overflow-x: auto; margin-top: .75rem; }
details { margin-top: .75rem; }
summary { cursor: pointer; color: var(--accepted); }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
caption { text-align: left; padding-bottom: .35rem; font-size: .85rem; }
th, td { padding: .35rem 0 .35rem .75rem; text-align: right; vertical-align: top; }
th:first-child { padding-left: 0; }
.text { text-align: left; }
th, td { border-top: 1px solid var(--line); font-weight: 400; overflow-wrap: break-word; }
thead th { border-top: 0; font-weight: 600; }
td { font-variant-numeric: tabular-nums; white-space: nowrap; }
td bdi { white-space: normal; }
time { white-space: nowrap; }
footer { margin-top: 1.5rem; font-size: .85rem; }
@media (max-width: 34rem) {
  body { padding: 1rem .75rem; }
  .axes { grid-template-columns: 3.5rem 1fr; }
  .times .minor { display: none; }
  .tiles { grid-template-columns: 1fr 1fr; }
  table { font-size: .87rem; }
  th, td { padding-left: .5rem; }
  section dl > div { grid-template-columns: 1fr; }
}
@media print {
  body { max-width: none; padding: 0; }
  section, .tiles > div { break-inside: avoid; }
}
"""
