import { type FormEvent, useState } from "react";
import { type CustomerIdentity, identitySchema } from "../../../api.ts";
import type { Outgoing } from "../data/use-send.ts";
import { Dialog } from "../ui/dialog.tsx";
import { IdentityFields } from "./identity-fields.tsx";

/** A new number and a new id are announced by WhatsApp; how the next message comes is not. */
export type IdentityChange = "phone" | "userId" | "identity";

const TITLES: Record<IdentityChange, string> = {
  phone: "The customer gets a new number",
  userId: "The customer gets a new user id",
  identity: "How the next message comes",
};
const EXPLANATIONS: Record<IdentityChange, string> = {
  phone: "WhatsApp tells the business so, in a system message.",
  userId: "WhatsApp tells the business so, in a user_id_update.",
  identity:
    "Nothing is sent now. The next messages carry this, as when somebody takes a username and hides the number.",
};

interface IdentityDialogProps {
  readonly change: IdentityChange;
  readonly identity: CustomerIdentity;
  readonly onSend: (outgoing: Outgoing) => void;
  readonly onClose: () => void;
}

export function IdentityDialog({ change, identity, onSend, onClose }: IdentityDialogProps) {
  const [next, setNext] = useState<CustomerIdentity>(identity);
  const outgoing = outgoingOf(change, next);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (outgoing === undefined) return;
    onClose();
    onSend(outgoing);
  }

  return (
    <Dialog title={TITLES[change]} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p className="soft">{EXPLANATIONS[change]}</p>
        <IdentityFields identity={next} only={change === "phone" ? "phone" : undefined} onChange={setNext} />
        <button type="submit" className="button primary" disabled={outgoing === undefined}>
          {change === "identity" ? "Use from now on" : "Announce it"}
        </button>
      </form>
    </Dialog>
  );
}

/** Undefined for what WhatsApp would not have. */
function outgoingOf(change: IdentityChange, next: CustomerIdentity): Outgoing | undefined {
  if (!identitySchema.safeParse(next).success) return undefined;
  const { phone, userId } = next;
  switch (change) {
    case "phone":
      return phone === undefined ? undefined : { kind: "number-change", phone };
    case "userId":
      return userId === undefined ? undefined : { kind: "user-id-change", userId, ...(phone && { phone }) };
    case "identity":
      return { kind: "identity", identity: next };
  }
}
