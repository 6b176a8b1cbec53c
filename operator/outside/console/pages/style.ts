/** Style sheet of the console's pages: the app's colours and spacing in light and dark. */
export const consoleStyle = `:root {
  color-scheme: light dark;
  --bg: #f4f5f7; --sidebar: #eceef2; --surface: #ffffff; --surface-2: #f7f8fa; --line: #dfe3ea;
  --ink: #14181f; --ink-2: #4a5464; --accent: #2453d6; --accent-soft: #e7edfd;
  --on: #0b7a4b; --on-soft: #e2f5ec; --off: #b3261e; --off-soft: #fdebe9;
  --shadow: 0 1px 2px rgb(16 24 40 / .05), 0 4px 16px rgb(16 24 40 / .05);
  --focus: 0 0 0 2px var(--surface), 0 0 0 4px var(--accent);
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #0f1217; --sidebar: #0b0e12; --surface: #171b22; --surface-2: #1e232c; --line: #2a313d;
    --ink: #eef1f6; --ink-2: #b3bccb; --accent: #86a8ff; --accent-soft: #1b2747;
    --on: #58d39b; --on-soft: #11301f; --off: #ff8b80; --off-soft: #3a1a18;
    --shadow: 0 1px 2px rgb(0 0 0 / .4);
  }
}
* { box-sizing: border-box; }
html { background: var(--bg); color: var(--ink); }
body {
  margin: 0; min-height: 100vh; display: grid; grid-template-columns: 240px minmax(0, 1fr);
  font: 14px/20px "Segoe UI Variable Text", "Segoe UI", -apple-system, "SF Pro Text", Inter, Roboto, system-ui, sans-serif;
}
:focus-visible { outline: 2px solid transparent; box-shadow: var(--focus); border-radius: 6px; }
a { color: var(--accent); }
h1 { margin: 0 0 8px; font-size: 28px; line-height: 36px; font-weight: 600; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { margin: 0 0 12px; font-size: 16px; line-height: 24px; font-weight: 600; }
p { margin: 0; }
ul, ol { margin: 0; padding: 0; list-style: none; }
time { font-variant-numeric: tabular-nums; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 16px; top: 16px; padding: 8px 12px; background: var(--surface); z-index: 1; }
header { background: var(--sidebar); padding: 24px 12px; display: flex; flex-direction: column; gap: 4px; }
header p { padding: 0 12px; }
.brand { color: var(--ink-2); font-size: 13px; font-weight: 600; letter-spacing: .02em; }
.title { font-size: 16px; line-height: 24px; font-weight: 600; }
.note { margin-top: auto; padding-top: 16px; color: var(--ink-2); font-size: 13px; }
nav { margin-top: 20px; }
nav li + li { margin-top: 4px; }
nav a {
  display: flex; align-items: center; gap: 12px; padding: 8px 12px; border-radius: 10px;
  color: var(--ink); text-decoration: none; transition: background 120ms;
}
nav a:hover { background: var(--surface-2); }
nav a[aria-current] { background: var(--surface); box-shadow: var(--shadow); font-weight: 600; }
nav svg { fill: none; stroke: currentcolor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; flex: none; }
main { padding: 40px; max-width: 1120px; width: 100%; }
main:focus { outline: none; box-shadow: none; }
.lead { color: var(--ink-2); margin-bottom: 24px; max-width: 68ch; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 16px; padding: 20px; box-shadow: var(--shadow); }
.card + .card { margin-top: 16px; }
.empty { padding: 48px 20px; text-align: center; color: var(--ink-2); border: 1px dashed var(--line); border-radius: 16px; }
.notice { margin-bottom: 16px; padding: 12px 16px; border-radius: 10px; background: var(--off-soft); color: var(--off); }
.state {
  display: flex; align-items: center; justify-content: space-between; gap: 16px; flex-wrap: wrap;
  margin-bottom: 16px; padding: 12px 16px; border: 1px solid var(--line); border-radius: 10px; background: var(--surface);
}
.state p { display: flex; align-items: baseline; }
.state p::before { content: ""; flex: none; width: 8px; height: 8px; margin-right: 10px; border-radius: 50%; background: var(--on); }
.state.off { background: var(--off-soft); border-color: var(--off); }
.state.off p::before { background: var(--off); border-radius: 0; }
button {
  font: inherit; font-weight: 600; padding: 8px 16px; border-radius: 10px; border: 1px solid var(--line);
  background: var(--surface); color: var(--ink); cursor: pointer; min-height: 36px; transition: background 120ms;
}
button:hover { background: var(--surface-2); }
button:disabled { opacity: .6; cursor: default; }
.list { padding: 8px; }
.list li + li { border-top: 1px solid var(--line); }
.letter-row {
  display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 16px; padding: 12px; border-radius: 10px;
  color: var(--ink); text-decoration: none;
}
.letter-row:hover { background: var(--surface-2); }
.letter-row .subject { font-weight: 600; overflow-wrap: anywhere; }
.letter-row time { grid-column: 2; grid-row: 1; color: var(--ink-2); font-size: 13px; }
.letter-row .recipient { color: var(--ink-2); overflow-wrap: anywhere; }
.back { display: inline-block; margin-bottom: 16px; }
.facts { display: grid; gap: 8px; margin: 0 0 24px; }
.facts div { display: grid; grid-template-columns: 120px minmax(0, 1fr); gap: 12px; }
.facts dt { color: var(--ink-2); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.facts.big { gap: 16px; }
.facts.big div { grid-template-columns: 160px minmax(0, 1fr); align-items: baseline; }
.facts.big dd { font-size: 20px; line-height: 28px; font-weight: 600; }
.links li + li { margin-top: 8px; }
.links a, .plain a { overflow-wrap: anywhere; }
.letter-frame { display: block; width: 100%; height: 720px; border: 1px solid var(--line); border-radius: 10px; background: var(--bg); }
.plain { margin: 0; font: 13px/20px ui-monospace, "Cascadia Mono", "SF Mono", Menlo, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.buttons { display: flex; flex-wrap: wrap; gap: 12px; }
.phones { display: flex; flex-wrap: wrap; gap: 32px; align-items: flex-start; }
.phone { width: 300px; padding: 16px 12px 24px; border-radius: 40px; background: #0b0e12; box-shadow: 0 0 0 1px #2a313d, var(--shadow); }
.phone-number { padding-bottom: 12px; text-align: center; color: #b3bccb; font-size: 13px; font-variant-numeric: tabular-nums; }
.phone-body { border-radius: 28px; overflow: hidden; background: #171b22; color: #eef1f6; }
.phone-sender { padding: 12px 14px; background: #1e232c; text-align: center; font-weight: 600; }
.phone-screen { height: 380px; overflow-y: auto; padding: 16px 14px; display: flex; flex-direction: column-reverse; }
.phone-screen ol { margin-bottom: auto; }
.phone li + li { margin-top: 16px; }
.bubble { width: fit-content; max-width: 230px; padding: 10px 14px; border-radius: 4px 16px 16px 16px; background: #2a313d; white-space: pre-wrap; overflow-wrap: anywhere; }
.in .bubble { margin-left: auto; border-radius: 16px 4px 16px 16px; background: #1f3f94; }
.in time { text-align: right; margin-right: 4px; }
.phone time { display: block; margin: 4px 0 0 4px; color: #b3bccb; font-size: 12px; }
.phone form { display: flex; gap: 8px; padding: 12px; background: #1e232c; }
.phone input, .phone button { background: #171b22; color: #eef1f6; border-color: #7d889b; }
.phone button:hover { background: #2a313d; }
.phone button.first { background: #86a8ff; border-color: #86a8ff; color: #0b0e12; }
.phone form input { flex: 1; min-width: 0; }
.question { padding: 12px 14px; border-top: 1px solid var(--line); }
.phone .question { background: #1e232c; border-color: #2a313d; }
.card .question { padding: 12px 0 0; margin-top: 12px; }
.question .buttons { margin-top: 8px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
button.first { background: var(--accent); border-color: var(--accent); color: var(--surface); }
button.first:hover { background: var(--accent); text-decoration: underline; }
input {
  font: inherit; min-height: 36px; padding: 6px 12px; border-radius: 10px; border: 1px solid var(--ink-2);
  background: var(--surface); color: var(--ink); width: 100%;
}
.fields { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
.field { flex: 1 1 200px; display: grid; gap: 4px; }
.field.wide { flex-grow: 2; flex-basis: 320px; }
.field label { font-weight: 600; }
.fields > button { margin-top: 24px; }
.hint { color: var(--ink-2); font-size: 13px; }
form .hint, form .fields { margin-bottom: 16px; }
.field .hint, form.fields { margin-bottom: 0; }
.faults { margin-bottom: 32px; }
.faults .state { margin-bottom: 8px; }
section.card + .phones, section.card + .empty { margin-top: 24px; }
.order { padding: 16px 12px; }
.order-head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 4px 16px; }
.order .facts { margin: 0 0 12px; gap: 4px; }
.mark { padding: 2px 10px; border-radius: 10px; background: var(--surface-2); font-weight: 600; }
.mark.on { background: var(--on-soft); color: var(--on); }
.mark.off { background: var(--off-soft); color: var(--off); }
.unsent { margin-bottom: 12px; color: var(--off); }
@media (max-width: 760px) {
  body { grid-template-columns: minmax(0, 1fr); grid-template-rows: auto 1fr; }
  header { padding: 16px 12px; }
  nav { margin-top: 8px; }
  nav ul { display: flex; flex-wrap: wrap; gap: 4px; }
  nav li + li { margin-top: 0; }
  .note { margin-top: 0; padding-top: 8px; }
  main { padding: 24px 16px; }
  .facts div, .facts.big div { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .phones { justify-content: center; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
@media (forced-colors: active) {
  :focus-visible { outline-color: Highlight; }
  nav a[aria-current] { outline: 1px solid; }
}
`;
