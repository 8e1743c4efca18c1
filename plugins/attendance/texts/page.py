"""The phone page behind 签到二维码: one file, no library, light and dark."""

import hashlib
from base64 import b64encode

_STYLE = """
:root{color-scheme:light dark;--ink:#1c1f23;--soft:#5b636d;--paper:#f5f6f8;--card:#fff;--line:#d5d9df;--accent:#b3261e;--good:#1a7f37;--bad:#c01c28}
@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a3abb5;--paper:#15181c;--card:#1f2329;--line:#3d444d;--accent:#e46962;--good:#57c97a;--bad:#ff7b82}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:26rem;margin:0 auto;padding:1.25rem}h1{font-size:1.5rem;margin:.5rem 0 1rem}
form{background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:1.25rem;display:grid;gap:1rem}
label{display:grid;gap:.35rem;color:var(--soft);font-size:.95rem}
input{font:inherit;font-size:1.25rem;color:var(--ink);background:transparent;border:1px solid var(--line);border-radius:.75rem;padding:.75rem;width:100%}
#code{letter-spacing:.5em;font-variant-numeric:tabular-nums}
button{font:inherit;font-size:1.2rem;font-weight:600;color:#fff;background:var(--accent);border:0;border-radius:.75rem;padding:.85rem}
button:disabled{opacity:.5}p{color:var(--soft);margin:1rem 0 0}#said{font-size:1.1rem;min-height:1.6em}
.good{color:var(--good)}.bad{color:var(--bad)}
"""
_SCRIPT = """
const form=document.querySelector("form"),said=document.querySelector("#said"),button=document.querySelector("button");
const [number,token]=location.hash.slice(1).split(".");
document.querySelector("#which").textContent=/^[0-9]+$/.test(number)?number:"编号";
form.addEventListener("submit",async event=>{
  event.preventDefault();button.disabled=true;said.className="";said.textContent="正在签到……";
  const body=JSON.stringify({number:Number(number),token:token||"",name:form.name.value.trim(),code:form.code.value.trim()});
  try{
    const answer=await fetch(location.pathname,{method:"POST",headers:{"Content-Type":"application/json"},body});
    const told=await answer.json();
    said.className=told.ok?"good":"bad";said.textContent=told.said;
    if(told.ok)form.hidden=true;
  }catch{said.className="bad";said.textContent="没有连上,请再点一次";}
  button.disabled=false;
});
"""
_HASHES = [b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in (_STYLE, _SCRIPT)]

POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASHES[0]}'; script-src 'sha256-{_HASHES[1]}'; connect-src 'self'; "
    "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
"""Content-Security-Policy: nothing but what stands in the page itself."""

PAGE = f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>签到</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<style>{_STYLE}</style></head><body><main><h1>现场签到</h1>
<form autocomplete="off"><label>姓名<input id="name" name="name" required maxlength="40" autocomplete="name"></label>
<label>四位码<input id="code" name="code" required inputmode="numeric" pattern="[0-9]{{4}}" maxlength="4"
 autocomplete="one-time-code"></label><button>签到</button></form>
<p id="said" role="status"></p><p>四位码只发给您本人:私聊机器人发“签到码 <span id="which">编号</span>”,两分钟内有效。</p>
<noscript><p class="bad">这个网页要开启 JavaScript。也可以在群里发:签到</p></noscript></main>
<script>{_SCRIPT}</script></body></html>
"""


def not_taken_text() -> str:
    return "姓名或四位码不对,或码已换新。私聊机器人再要一个"


def too_many_text() -> str:
    return "试得太多了,过十分钟再来;也可以在群里发:签到"


def malformed_text() -> str:
    return "请重新扫墙上的二维码"
