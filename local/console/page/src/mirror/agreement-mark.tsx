import type { Agreement } from "../../../api.ts";
import { Icon, type IconName } from "../ui/icon.tsx";

interface Look {
  readonly tone: "good" | "warn" | "bad" | "";
  readonly icon: IconName;
  readonly words: string;
}

/** The two sides compared, in words and in colour. */
function lookOf({ state, missing, deadLetters }: Agreement): Look {
  const messages = missing === 1 ? "1 message" : `${missing} messages`;
  switch (state) {
    case "agrees":
      return { tone: "good", icon: "check", words: "Both sides agree" };
    case "waiting":
      return { tone: "warn", icon: "differs", words: `CartaAI lacks ${messages}, on the way` };
    case "differs":
      return {
        tone: "bad",
        icon: "warning",
        words:
          deadLetters > 0
            ? `The two sides differ: ${deadLetters} in the dead letters`
            : "The two sides differ",
      };
    case "unknown":
      return { tone: "", icon: "more", words: "Not compared yet" };
  }
}

/** Said aloud when it changes. */
export function AgreementMark({ agreement }: { readonly agreement: Agreement }) {
  const { tone, icon, words } = lookOf(agreement);
  return (
    <p role="status" className={`badge agreement ${tone}`} data-agreement={agreement.state}>
      <Icon name={icon} />
      {words}
    </p>
  );
}

/** The same where there is no room for words. Nothing is shown while all is well. */
export function AgreementDot({ agreement }: { readonly agreement: Agreement }) {
  const { tone, icon, words } = lookOf(agreement);
  if (agreement.state === "agrees" || agreement.state === "unknown") return null;
  return (
    <span className={`badge ${tone}`} role="img" aria-label={words} title={words}>
      <Icon name={icon} />
    </span>
  );
}
