import type { ReactNode } from "react";

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  /** The input: it is named by the label because it is inside of it. */
  readonly children: ReactNode;
}

export function Field({ label, hint, children }: FieldProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
    <label className="field">
      <span className="label">{label}</span>
      {children}
      {hint && <span className="hint">{hint}</span>}
    </label>
  );
}
