import { useState } from "react";
import type { Customer } from "../../../api.ts";
import type { Outgoing } from "../data/use-send.ts";
import { MenuButton, type MenuItem } from "../ui/menu-button.tsx";
import { type IdentityChange, IdentityDialog } from "./identity-dialog.tsx";
import { identityInWords } from "./identity-in-words.ts";

interface PhoneHeaderProps {
  readonly customer: Customer;
  readonly businessName: string;
  readonly onSend: (outgoing: Outgoing) => void;
}

/** Who writes to whom, and what can happen to the person's number and id. */
export function PhoneHeader({ customer, businessName, onSend }: PhoneHeaderProps) {
  const [change, setChange] = useState<IdentityChange>();
  const { phone, userId } = customer.identity;
  const items: readonly MenuItem[] = [
    { label: "New phone number…", onSelect: () => setChange("phone") },
    { label: "New user id…", onSelect: () => setChange("userId") },
    { label: "How the next message comes…", onSelect: () => setChange("identity") },
    ...(phone !== undefined && userId !== undefined
      ? [
          {
            label: "Hide the phone number",
            onSelect: () => onSend({ kind: "identity", identity: { userId } }),
          },
        ]
      : []),
  ];
  return (
    <header className="panel-head phone-head">
      <div className="who">
        <h2>
          {customer.name} writes to {businessName}
        </h2>
        <p className="soft small-print">{identityInWords(customer.identity)}</p>
      </div>
      <MenuButton label="Change who the customer is" icon="person" items={() => items} />
      {change && (
        <IdentityDialog
          change={change}
          identity={customer.identity}
          onSend={onSend}
          onClose={() => setChange(undefined)}
        />
      )}
    </header>
  );
}
