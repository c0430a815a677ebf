import { type FormEvent, useState } from "react";
import type { Outgoing } from "../data/use-send.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { productsOf } from "./sample-menu.ts";

interface OrderDialogProps {
  readonly subDomain: string | undefined;
  readonly onSend: (outgoing: Outgoing) => void;
  readonly onClose: () => void;
}

/** A basket filled from WhatsApp's catalogue of the restaurant. */
export function OrderDialog({ subDomain, onSend, onClose }: OrderDialogProps) {
  const products = productsOf(subDomain);
  const [quantities, setQuantities] = useState<Readonly<Record<string, number>>>({});
  const [note, setNote] = useState("");
  const items = products
    .map(({ id, price }) => ({ productId: id, quantity: quantities[id] ?? 0, price }))
    .filter(({ quantity }) => quantity > 0);

  function submit(event: FormEvent): void {
    event.preventDefault();
    onClose();
    onSend({ kind: "order", items, ...(note.trim() !== "" && { note: note.trim() }) });
  }

  return (
    <Dialog title="Order from the catalogue" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <ul className="list-rows">
          {products.map(({ id, name, price }) => (
            <li key={id}>
              <label className="product">
                <span>
                  {name} <span className="soft small-print">{price.toFixed(2)}</span>
                </span>
                <input
                  className="input"
                  type="number"
                  min="0"
                  max="99"
                  value={quantities[id] ?? 0}
                  onChange={({ target }) =>
                    setQuantities({ ...quantities, [id]: Math.trunc(Number(target.value)) })
                  }
                />
              </label>
            </li>
          ))}
        </ul>
        <Field label="Note (optional)">
          <input className="input" value={note} onChange={({ target }) => setNote(target.value)} />
        </Field>
        <button type="submit" className="button primary" disabled={items.length === 0}>
          Send order
        </button>
      </form>
    </Dialog>
  );
}
