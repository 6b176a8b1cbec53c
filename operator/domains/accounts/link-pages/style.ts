/** The look of the pages that letters lead to: the program's tokens, light and dark by the system. */
export const linkStyle = `
:root{color-scheme:light dark;--bg:#f4f5f7;--surface:#fff;--line:#dfe3ea;--ink:#14181f;--ink-2:#4a5464;--ink-3:#667085;
--accent:#2453d6;--accent-ink:#fff;--accent-soft:#e7edfd;--on:#0b7a4b;--on-soft:#e2f5ec;--off:#b3261e;--off-soft:#fdebe9;
--shadow:0 1px 2px rgb(16 24 40/.05),0 4px 16px rgb(16 24 40/.05)}
@media(prefers-color-scheme:dark){:root{--bg:#0f1217;--surface:#171b22;--line:#2a313d;--ink:#eef1f6;--ink-2:#b3bccb;
--ink-3:#8f9aad;--accent:#86a8ff;--accent-ink:#0b1430;--accent-soft:#1b2747;--on:#58d39b;--on-soft:#11301f;--off:#ff8b80;
--off-soft:#3a1a18;--shadow:0 1px 2px rgb(0 0 0/.4)}}
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;min-height:100vh;display:grid;grid-template-rows:auto 1fr auto;justify-items:center;gap:24px;padding:32px 16px;
background:var(--bg);color:var(--ink);font:400 16px/24px "Segoe UI Variable Text","Segoe UI",-apple-system,"SF Pro Text",
"Inter Variable",Inter,system-ui,sans-serif;-webkit-font-smoothing:antialiased}
.brand,main,footer{width:100%;max-width:440px}
.brand{display:flex;align-items:center;gap:10px;font-weight:600;font-size:14px;line-height:20px}
.brand svg{width:28px;height:28px;padding:6px;border-radius:8px;background:var(--accent-soft);color:var(--accent)}
main{align-self:center;padding:32px;border:1px solid var(--line);border-radius:16px;background:var(--surface);
box-shadow:var(--shadow)}
h1{margin:0 0 8px;font-weight:650;font-size:26px;line-height:34px;letter-spacing:-.015em;text-wrap:balance}
p{margin:0}
.lead{color:var(--ink-2);text-wrap:pretty}
.small{color:var(--ink-3);font-size:13px;line-height:18px}
.btn{display:flex;align-items:center;justify-content:center;width:100%;min-height:44px;margin-top:24px;padding:8px 16px;
border:1px solid transparent;border-radius:10px;background:var(--accent);color:var(--accent-ink);font:inherit;font-weight:600;
text-decoration:none;text-align:center;cursor:pointer}
.btn.quiet{border-color:var(--line);background:transparent;color:var(--ink)}
.btn+.small{margin-top:8px;text-align:center}
.btn:disabled{background:var(--accent-soft);color:var(--accent);border-color:transparent;cursor:default}
.or{display:flex;align-items:center;gap:12px;margin-top:24px;color:var(--ink-3);font-size:13px;line-height:18px}
.or::before,.or::after{content:"";flex:1;height:1px;background:var(--line)}
form{display:grid;gap:12px;margin-top:16px}
label{display:block;margin-bottom:6px;font-weight:500;font-size:14px;line-height:20px}
input{width:100%;height:44px;padding:0 12px;border:1px solid var(--line);border-radius:10px;background:var(--surface);
color:inherit;font:inherit}
input[aria-invalid=true]{border-color:var(--off)}
.field .small{margin-top:6px}
form .btn{margin-top:4px}
.note{padding:12px 14px;border-radius:10px;background:var(--off-soft);color:var(--off);font-size:14px;
line-height:20px}
.mark{display:grid;place-items:center;width:44px;height:44px;margin-bottom:16px;border-radius:50%}
.mark svg{width:24px;height:24px}
.mark.good{background:var(--on-soft);color:var(--on)}
.mark.bad{background:var(--off-soft);color:var(--off)}
svg{fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
a{color:var(--accent)}
a.btn{color:var(--accent-ink)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
footer{color:var(--ink-2);font-size:13px;line-height:18px}
@media(max-width:480px){main{padding:24px 20px}}
`;
