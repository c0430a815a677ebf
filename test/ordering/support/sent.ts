/** What a customer sends, but for the id and the time. */
export type Sent =
  | { readonly type: "text"; readonly text: { readonly body: string } }
  | { readonly type: "interactive"; readonly interactive: Tap }
  | {
      readonly type: "location";
      readonly location: { readonly latitude: number; readonly longitude: number };
    }
  | { readonly type: "order"; readonly order: Basket };
interface Tap {
  readonly type: "button_reply";
  readonly button_reply: { readonly id: string; readonly title: string };
}
interface Basket {
  readonly catalog_id: string;
  readonly product_items: readonly {
    readonly product_retailer_id: string;
    readonly quantity: number;
    readonly item_price: number;
    readonly currency: string;
  }[];
}

export const text = (body: string): Sent => ({ type: "text", text: { body } });
export const tap = (id: string): Sent => ({
  type: "interactive",
  interactive: { type: "button_reply", button_reply: { id, title: "Elegido" } },
});

/** The text, the choice's id, or what kind of message it is. */
export function saidBy(sent: Sent): string {
  if (sent.type === "text") return sent.text.body;
  return sent.type === "interactive" ? sent.interactive.button_reply.id : sent.type;
}
