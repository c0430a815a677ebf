import { type FormEvent, useState } from "react";
import { type CustomerIdentity, customerSchema, newCustomerSchema } from "../../../api.ts";
import { post } from "../data/client.ts";
import { useConsole, useStore } from "../data/use-console.ts";
import { useAction } from "../data/use-problems.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { IdentityFields } from "./identity-fields.tsx";

interface NewCustomerDialogProps {
  readonly onCreated: (customerId: string) => void;
  readonly onClose: () => void;
}

const NAMES = ["Ana", "Bruno", "Carla", "Diego", "Elena", "Fabio", "Gloria", "Hugo"];

/** Makes up somebody who writes to a restaurant. A number that nobody has is filled in. */
export function NewCustomerDialog({ onCreated, onClose }: NewCustomerDialogProps) {
  const store = useStore();
  const businesses = useConsole((state) => state.businesses);
  const count = useConsole(({ customers }) => customers.size);
  const { busy, run } = useAction();
  const [phoneNumberId, setPhoneNumberId] = useState(businesses[0]?.phoneNumberId ?? "");
  const [name, setName] = useState(NAMES[count % NAMES.length] ?? "");
  const [identity, setIdentity] = useState<CustomerIdentity>({ phone: String(51900000001 + count) });
  const wanted = { phoneNumberId, name: name.trim(), identity };

  async function create(): Promise<void> {
    const customer = await post("customers", wanted, customerSchema);
    store.apply({ kind: "customer", data: customer });
    onClose();
    onCreated(customer.id);
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    void run(create);
  }

  return (
    <Dialog title="New customer" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <Field label="Writes to">
          <select
            className="input"
            value={phoneNumberId}
            onChange={({ target }) => setPhoneNumberId(target.value)}
          >
            {businesses.map((business) => (
              <option key={business.phoneNumberId} value={business.phoneNumberId}>
                {business.name}
              </option>
            ))}
          </select>
        </Field>
        <Field label="Name">
          <input
            className="input"
            maxLength={100}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </Field>
        <IdentityFields identity={identity} onChange={setIdentity} />
        <p className="soft small-print">
          One of the two is enough. Somebody with a username may show no number.
        </p>
        <button
          type="submit"
          className="button primary"
          disabled={busy || !newCustomerSchema.safeParse(wanted).success}
        >
          Open chat
        </button>
      </form>
    </Dialog>
  );
}
