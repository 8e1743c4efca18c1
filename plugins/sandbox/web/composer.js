// What I am writing: text with @, a quoted message, pictures and files. Enter sends, Shift+Enter is a new line.

import { el, narrow, toast, tool } from "./dom.js";
import { ask, upload } from "./link.js";
import { Mentions } from "./mentions.js";
import { current, state } from "./state.js";

const IMAGES = "image/png,image/jpeg,image/gif,image/webp";

export class Composer {
  constructor() {
    this.quoted = null;
    this.pictures = [];
    this.box = el("textarea", { rows: "1", "aria-label": "输入消息", enterkeyhint: "send", maxlength: "20000" });
    this.mentions = new Mentions(this.box);
    this.quoting = el("div", { class: "quoting", hidden: true });
    this.attached = el("div", { class: "quoting", hidden: true });
    this.atBot = tool("at", "@机器人", () => this.mention(state.bot), "机器人");
    this.send = el("button", { type: "button", class: "send", text: "发送", on: { click: () => this.submit() } });
    this.node = el(
      "div",
      { class: "composer" },
      el(
        "div",
        { class: "tools" },
        this.atBot,
        tool("picture", "发图片", () => this.choose(IMAGES, true)),
        tool("file", "发文件", () => this.choose("", false)),
        el("span", { class: "quiet", text: "Enter 发送 · Shift+Enter 换行" }),
      ),
      this.quoting,
      this.attached,
      el("div", { class: "row" }, this.box, this.send),
    );
    this.box.addEventListener("input", () => this.grow());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("paste", (event) => this.paste(event));
  }

  // A chat was opened: its draft, and words that fit the place.
  enter(chat) {
    this.quote(null);
    this.setPictures([]);
    this.mentions.enter(chat);
    this.atBot.hidden = chat.kind !== "group";
    this.box.placeholder = chat.kind === "group" ? "发消息;命令以 / 开头,或 @机器人" : chat.bot ? "直接打命令,如:菜单" : "发消息";
    this.box.value = state.drafts.get(chat.key) ?? "";
    this.grow();
  }

  fill(text) {
    this.box.value = text;
    this.grow();
    this.box.focus();
    this.box.setSelectionRange(text.length, text.length);
  }

  mention(account) {
    this.mentions.add(account);
    this.grow();
    this.box.focus();
  }

  quote(message) {
    this.quoted = message;
    this.quoting.hidden = !message;
    if (!message) return;
    this.quoting.replaceChildren(
      el("span", { text: `引用 ${message.name}:${message.summary}` }),
      tool("close", "不引用了", () => this.quote(null)),
    );
    this.box.focus();
  }

  setPictures(files) {
    this.pictures = files;
    this.attached.hidden = !files.length;
    this.attached.replaceChildren(
      el("span", { text: `图片 ${files.length} 张:${files.map((one) => one.name).join("、")}` }),
      tool("close", "不发图片了", () => this.setPictures([])),
    );
    this.grow();
  }

  grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight + 2, innerHeight * 0.34)}px`;
    if (state.open) state.drafts.set(state.open, this.box.value);
    this.send.disabled = !this.box.value.trim() && !this.pictures.length;
  }

  key(event) {
    if (this.mentions.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.quoted) {
      this.quote(null);
    }
  }

  paste(event) {
    const files = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (!files.length) return;
    event.preventDefault();
    this.setPictures([...this.pictures, ...files]);
  }

  choose(accept, asPictures) {
    const input = el("input", { type: "file", accept, multiple: asPictures });
    input.addEventListener("change", () => {
      const files = [...input.files];
      if (asPictures) this.setPictures([...this.pictures, ...files]);
      else if (files[0]) this.sendFile(files[0]);
    });
    input.click();
  }

  async sendFile(file) {
    try {
      const chat = current();
      const stored = await upload(state.me.id, file);
      await ask("file", { chat: chat.key, via: chat.via, file: stored.id });
    } catch (error) {
      toast(error.message);
    }
  }

  async submit() {
    const chat = current();
    const text = this.box.value.replace(/\s+$/u, "");
    if (!chat || this.send.disabled) return;
    this.send.disabled = true;
    try {
      const segments = this.quoted ? [{ type: "reply", id: this.quoted.id }] : [];
      segments.push(...this.mentions.segments(text));
      for (const file of this.pictures) segments.push({ type: "image", file: (await upload(state.me.id, file)).id });
      await ask("say", { chat: chat.key, via: chat.via, segments });
      state.drafts.delete(chat.key);
      if (state.open === chat.key) {
        this.box.value = "";
        this.quote(null);
        this.setPictures([]);
      }
    } catch (error) {
      toast(error.message);
    }
    this.grow();
    if (!narrow() || document.activeElement === this.send) this.box.focus();
  }
}
