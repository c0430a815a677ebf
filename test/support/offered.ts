interface Offer {
  readonly buttons?: readonly { readonly reply: { readonly id: string } }[];
  readonly sections?: readonly { readonly rows: readonly { readonly id: string }[] }[];
}

/** The ids of what can be tapped in a message that was sent. */
export function offeredIn(message: unknown): string[] {
  const { interactive } = (message ?? {}) as { interactive?: { action: Offer } };
  const { buttons = [], sections = [] } = interactive?.action ?? {};
  return [
    ...buttons.map(({ reply }) => reply.id),
    ...sections.flatMap(({ rows }) => rows.map(({ id }) => id)),
  ];
}
