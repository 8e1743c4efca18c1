// A dialog with a searchable list: who I am, where to forward, who is in the group.

import { el, tool } from "./dom.js";

const SHOWN = 80;

// `sections(wanted)` gives [{title, rows: [{node}]}] for what is typed in the search box.
export function openSheet({ title, lead, placeholder, sections }) {
  const list = el("ul", {});
  const search = el("input", { type: "search", placeholder, "aria-label": placeholder, autocomplete: "off" });
  const dialog = el(
    "dialog",
    { class: "sheet", "aria-label": title },
    el("header", {}, el("h2", { text: title }), tool("close", "关闭", () => dialog.close())),
    lead ? el("p", { class: "lead", text: lead }) : null,
    el("div", { class: "search" }, search),
    list,
  );
  const draw = () => {
    list.replaceChildren();
    let left = SHOWN;
    for (const section of sections(search.value.trim())) {
      if (!section.rows.length) continue;
      if (section.title) list.append(el("li", { class: "divide", text: section.title }));
      for (const row of section.rows.slice(0, left)) list.append(el("li", {}, ...row()));
      left = Math.max(0, left - section.rows.length);
    }
    if (!list.childElementCount) list.append(el("li", { class: "divide", text: "没有找到" }));
    else if (!left) list.append(el("li", { class: "divide", text: "还有更多,请搜索" }));
  };
  search.addEventListener("input", draw);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  draw();
  dialog.showModal();
  list.querySelector(".pick")?.focus({ focusVisible: false });
  return dialog;
}

export function pick({ mark, name, tag, detail, current, call }) {
  return el(
    "button",
    { type: "button", class: "pick", "aria-current": current ? "true" : null, on: { click: call } },
    mark,
    el(
      "span",
      { class: "who" },
      el("b", { text: name }),
      tag ? el("span", { class: "tag", text: tag }) : null,
      detail ? el("small", { text: detail }) : null,
    ),
  );
}
