import type { ChatMessage } from "../../../api.ts";

const MEANINGS = { sent: "Sent", delivered: "Delivered", read: "Read" } as const;

/** One tick, two, two in blue: as WhatsApp has them. */
export function Ticks({ ticks }: { readonly ticks: NonNullable<ChatMessage["ticks"]> }) {
  return (
    <span className={`ticks ${ticks}`} role="img" aria-label={MEANINGS[ticks]}>
      <svg className="icon" viewBox="0 0 24 16" aria-hidden="true">
        <path d={ticks === "sent" ? "M7 8.500l4 4L19 4" : "M2 8.500l4 4L14 4M10 11l1.500 1.500L20 4"} />
      </svg>
    </span>
  );
}
