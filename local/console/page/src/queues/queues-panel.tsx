import type { QueueView } from "../../../api.ts";
import { useConsole } from "../data/use-console.ts";
import { identityInWords } from "../phone/identity-in-words.ts";
import { Empty } from "../ui/empty.tsx";
import { duration, exactTime } from "../ui/format.ts";
import { DeadLetters } from "./dead-letters.tsx";

interface QueuesPanelProps {
  readonly onCustomer: (customerId: string) => void;
  readonly onTimeline: (messageId: string) => void;
}

/** What waits, what it waits for, and what needs a person. */
export function QueuesPanel({ onCustomer, onTimeline }: QueuesPanelProps) {
  const { queues } = useConsole((state) => state.queues);
  if (queues.length === 0) return <Empty title="No queue can be looked into here" />;
  return (
    <div className="stack">
      {queues.map((queue) => (
        <section key={queue.name} className="card stack" aria-label={`Queue ${queue.name}`}>
          <h2>{queue.name}.fifo</h2>
          <Figures queue={queue} />
          <Blocked queue={queue} onCustomer={onCustomer} />
          <DeadLetters queue={queue} onTimeline={onTimeline} />
        </section>
      ))}
    </div>
  );
}

function Figures({ queue }: { readonly queue: QueueView }) {
  const figures = [
    ["waiting", queue.waiting],
    ["in flight", queue.inFlight],
    ["oldest", queue.oldestAgeMs === undefined ? "–" : duration(queue.oldestAgeMs)],
    ["conversations", queue.conversations],
    ["blocked", queue.blocked.length],
    ["dead letters", queue.deadLetters],
  ] as const;
  return (
    <dl className="figures">
      {figures.map(([name, value]) => (
        <div key={name} data-figure={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface BlockedProps {
  readonly queue: QueueView;
  readonly onCustomer: (customerId: string) => void;
}

/** Conversations whose first message failed: what comes after waits with it. */
function Blocked({ queue, onCustomer }: BlockedProps) {
  const customers = useConsole((state) => state.customers);
  if (queue.blocked.length === 0) return null;
  return (
    <div className="stack">
      <h3>Blocked conversations</h3>
      <ul className="stack">
        {queue.blocked.map(({ customerId, waiting, attempts, nextAttemptAt }, index) => {
          const customer = customers.get(customerId ?? "");
          return (
            <li key={customerId ?? index} className="row">
              {customer ? (
                <button type="button" className="button small" onClick={() => onCustomer(customer.id)}>
                  {customer.name || identityInWords(customer.identity)}
                </button>
              ) : (
                <span>Somebody unknown</span>
              )}
              <span className="soft small-print">
                {waiting} waiting, {attempts} {attempts === 1 ? "attempt" : "attempts"}
                {nextAttemptAt && `, next at ${exactTime(nextAttemptAt)}`}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
