import type { ChatMessage, Content } from "../../../local/console/api.ts";

/** A pixel. */
const PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
const OPTIONS = [
  { id: "menu", title: "Ver menú" },
  { id: "person", title: "Una persona", description: "Alguien del local" },
];

type Shown = Partial<ChatMessage> & { readonly content: Content };

/** A message of every kind, from everybody, in every state. */
export const EVERY_CONTENT: readonly Shown[] = [
  { content: { kind: "text", text: "Hola" }, ticks: "read" },
  { content: { kind: "text", text: "Rechazado" }, ticks: "sent", state: "refused" },
  { content: { kind: "text", text: "En camino" }, ticks: "delivered", state: "retrying" },
  { content: { kind: "text", text: "Muerto" }, ticks: "delivered", state: "dead" },
  { content: { kind: "text", text: "Saliendo" }, state: "sending" },
  { content: { kind: "choice", id: "menu", title: "Ver menú" }, quoted: "wamid.1=/+" },
  { content: { kind: "location", latitude: -12.1, longitude: -77, name: "Parque", address: "Lima" } },
  { content: { kind: "audio" } },
  { content: { kind: "audio", url: "/console/media/1" } },
  { content: { kind: "image", url: PICTURE, caption: "Mi pizza" } },
  { content: { kind: "image", link: "https://example.com/menu.png" }, from: "bot" },
  { content: { kind: "order", items: [{ productId: "p1", quantity: 2 }], note: "Sin cebolla" } },
  { content: { kind: "other", type: "sticker", text: "[Sticker]" } },
  { content: { kind: "notice", text: "Ana cambió de número" }, from: "whatsapp" },
  { content: { kind: "text", text: "Le atiende Rosa" }, from: "staff" },
  { content: { kind: "reaction", about: "wamid.1=/+", emoji: "👍" }, from: "bot" },
  { content: { kind: "edit", about: "wamid.3=/+", text: "Corregido" } },
  { content: { kind: "revoke", about: "wamid.2=/+" } },
  { content: { kind: "location-request", text: "¿Dónde está?" }, from: "bot" },
  {
    content: {
      ...{ kind: "list", text: "Elija", open: "Ver opciones" },
      sections: [{ title: "Todo", options: OPTIONS }],
    },
    from: "bot",
  },
  { content: { kind: "buttons", text: "¿Qué desea?", options: OPTIONS }, from: "bot" },
];
