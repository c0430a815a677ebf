import { useState } from "react";
import { type Customer, type Mirror, mirrorSchema } from "../../../api.ts";
import { useConsole } from "../data/use-console.ts";
import { useLoaded } from "../data/use-loaded.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Empty } from "../ui/empty.tsx";
import { JsonView } from "../ui/json-view.tsx";
import { AgreementMark } from "./agreement-mark.tsx";
import { Cart, Orders } from "./cart.tsx";
import { Transcript } from "./transcript.tsx";

/** CartaAI's side of a chat, as its API returns it, and whether it says the same. */
export function MirrorPanel({ customer }: { readonly customer: Customer }) {
  const changes = useConsole(({ mirrorChanges }) => mirrorChanges.get(customer.id) ?? 0);
  const generation = useConsole((state) => state.generation);
  const hasCartaAI = useConsole(({ has }) => has.cartaai);
  const path = `customers/${encodeURIComponent(customer.id)}/cartaai`;
  const { value, error, reload } = useLoaded(path, mirrorSchema, `${generation}:${changes}`);

  return (
    <section className="panel mirror" aria-label="CartaAI's side">
      <header className="panel-head">
        <h2>CartaAI</h2>
        <AgreementMark agreement={customer.agreement} />
      </header>
      <div className="panel-body stack">
        <Differences differences={customer.agreement.differences} />
        {error !== undefined && (
          <div className="card stack">
            <p>{error}</p>
            <button type="button" className="button small" onClick={reload}>
              Ask again
            </button>
          </div>
        )}
        {value && value.conversations.length === 0 && (
          <Empty title="CartaAI knows nothing of this customer">
            <p>
              {hasCartaAI
                ? "The conversation is opened there with the first message."
                : "A real CartaAI is used: it shows a conversation once its API returns one."}
            </p>
          </Empty>
        )}
        {value && value.conversations.length > 0 && <MirrorBody mirror={value} />}
      </div>
    </section>
  );
}

function Differences({ differences }: { readonly differences: readonly string[] }) {
  if (differences.length === 0) return null;
  return (
    <details className="card differences">
      <summary>What differs ({differences.length})</summary>
      <ul>
        {[...new Set(differences)].map((difference) => (
          <li key={difference}>{difference}</li>
        ))}
      </ul>
    </details>
  );
}

function MirrorBody({ mirror }: { readonly mirror: Mirror }) {
  const [whole, setWhole] = useState(false);
  const [current] = mirror.conversations;
  if (current === undefined) return null;
  return (
    <>
      <dl className="facts">
        <dt>Intent</dt>
        <dd data-fact="intent">{current.intent}</dd>
        <dt>Step</dt>
        <dd data-fact="step">{current.step}</dd>
        <dt>Session</dt>
        <dd>
          {current.isActive ? "active" : "ended"}
          {mirror.conversations.length > 1 && `, the latest of ${mirror.conversations.length}`}
        </dd>
      </dl>
      <Cart cart={mirror.cart} />
      <Orders orders={mirror.orders} />
      <Transcript lines={mirror.transcript} />
      <button type="button" className="button small" onClick={() => setWhole(true)}>
        Show the whole answer
      </button>
      {whole && (
        <Dialog title="What CartaAI's API returns" wide onClose={() => setWhole(false)}>
          <JsonView label="Conversations as JSON" value={mirror.conversations.map(({ record }) => record)} />
        </Dialog>
      )}
    </>
  );
}
