import type { ReactNode } from "react";

/** What stands where there is nothing yet: what will be there, and how it comes about. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {children}
    </div>
  );
}
