// Choosing who I am, where to forward to, and looking who is in a group.

import { el, face, groupFace, icon } from "./dom.js";
import { windowAs } from "./link.js";
import { openSheet, pick } from "./sheet.js";
import { current, state } from "./state.js";

export function choosePerson(chosen) {
  const dialog = openSheet({
    title: "我是谁?",
    lead: "选一个人来扮演。开两个窗口,就能同时看到两边。",
    placeholder: `搜索全部 ${state.accounts.length} 人:姓名、支部或 QQ`,
    sections: (wanted) => {
      const roles = new Map(state.players.map((one) => [one.id, one]));
      const match = (one) => `${one.name} ${one.where} ${one.id} ${roles.get(one.id)?.role ?? ""}`.includes(wanted);
      const entry = (one) => () => [
        pick({
          mark: face(one.id, one.name),
          name: one.name,
          tag: roles.get(one.id)?.role,
          detail: roles.get(one.id)?.about ?? `${one.where} · ${one.id}`,
          current: one.id === state.me?.id,
          call: () => {
            dialog.close();
            chosen(one.id);
          },
        }),
        el("a", { class: "tool", href: windowAs(one.id), target: "_blank", rel: "noopener", title: "在新窗口扮演", "aria-label": `在新窗口扮演${one.name}` }, icon("window")),
      ];
      return [
        { title: "推荐扮演", rows: state.players.filter(match).map(entry) },
        { title: "所有人", rows: state.accounts.filter((one) => !roles.has(one.id) && match(one)).map(entry) },
      ];
    },
  });
}

export function chooseChat(title, chosen) {
  const dialog = openSheet({
    title,
    placeholder: "搜索会话",
    sections: (wanted) => [
      {
        rows: [...state.chats.values()]
          .filter((chat) => chat.title.includes(wanted))
          .map((chat) => () => [
            pick({
              mark: chat.kind === "group" ? groupFace(chat) : face(chat.other, chat.title, chat.bot ? "bot" : ""),
              name: chat.title,
              tag: chat.tag,
              call: () => {
                dialog.close();
                chosen(chat);
              },
            }),
          ]),
      },
    ],
  });
}

export function showMembers(chosen) {
  const chat = current();
  const members = state.members.get(chat.key) ?? [];
  const roles = { owner: "群主", admin: "管理员" };
  const dialog = openSheet({
    title: `${chat.title}(${members.length})`,
    lead: "点一个人,可以@他,或与他私聊。",
    placeholder: "搜索群成员",
    sections: (wanted) => [
      {
        rows: members
          .filter((one) => `${one.name} ${one.id}`.includes(wanted))
          .map((one) => () => [
            pick({
              mark: face(one.id, one.name, one.id === state.bot.id ? "bot" : ""),
              name: one.name,
              tag: one.id === state.bot.id ? "机器人" : one.id === state.me.id ? "我" : roles[one.role],
              detail: String(one.id),
              call: (event) => chosen(one, event.currentTarget, dialog),
            }),
          ]),
      },
    ],
  });
}
