import type { CustomerIdentity } from "../../../api.ts";
import { Field } from "../ui/field.tsx";

interface IdentityFieldsProps {
  readonly identity: CustomerIdentity;
  readonly only?: "phone" | undefined;
  readonly onChange: (identity: CustomerIdentity) => void;
}

/** A phone number, a user id, or both; an empty field is one that the person does not show. */
export function IdentityFields({ identity, only, onChange }: IdentityFieldsProps) {
  const change = (field: keyof CustomerIdentity, value: string) => {
    const { [field]: _, ...others } = identity;
    onChange(value.trim() === "" ? others : { ...others, [field]: value.trim() });
  };
  return (
    <>
      <Field label="Phone number" hint="Digits with the country's, without a plus: 51999999999">
        <input
          className="input"
          name="phone"
          inputMode="numeric"
          value={identity.phone ?? ""}
          onChange={({ target }) => change("phone", target.value)}
        />
      </Field>
      {only === undefined && (
        <Field label="User id (BSUID)" hint="Country, a dot, letters and digits: PE.13491208655302741918">
          <input
            className="input"
            name="userId"
            value={identity.userId ?? ""}
            onChange={({ target }) => change("userId", target.value)}
          />
        </Field>
      )}
    </>
  );
}
