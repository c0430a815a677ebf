import { useState } from "react";
import type { SendAnswer } from "../../../api.ts";

/** What the webhook said to the last message, and the command that does the same. */
export function SendStatus({ answer }: { readonly answer: SendAnswer | undefined }) {
  const [copied, setCopied] = useState<string>();
  if (answer === undefined) return null;
  const { curl } = answer;
  return (
    <p className="row small-print" role="status">
      <span className="soft">{statusInWords(answer)}</span>
      {curl !== undefined && (
        <button
          type="button"
          className="button small"
          onClick={() => void navigator.clipboard.writeText(curl).then(() => setCopied(curl))}
        >
          {copied === curl ? "Copied" : "Copy as curl"}
        </button>
      )}
    </p>
  );
}

function statusInWords({ held, statuses }: SendAnswer): string {
  if (held) return "Held back by Meta's fault";
  if (statuses.length === 0) return "Done";
  return `Webhook: ${statuses.join(", ")}`;
}
