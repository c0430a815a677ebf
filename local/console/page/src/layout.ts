import { useMedia } from "./ui/use-media.ts";

export const VIEWS = ["chats", "phone", "cartaai", "timeline", "queues", "faults", "scenarios"] as const;
export type View = (typeof VIEWS)[number];

/** How many views stand side by side: "wide": chats, phone, CartaAI and tabs; "narrow": tabs alone. */
export type Layout = "wide" | "medium" | "narrow";

const BESIDE: Record<Layout, number> = { wide: 3, medium: 2, narrow: 0 };

export function useLayout(): Layout {
  const isWide = useMedia("(min-width: 78rem)");
  const isMedium = useMedia("(min-width: 50rem)");
  if (isWide) return "wide";
  return isMedium ? "medium" : "narrow";
}

/** The views that there is no room for beside the others. */
export function viewsInTabs(layout: Layout): readonly View[] {
  return VIEWS.slice(BESIDE[layout]);
}
