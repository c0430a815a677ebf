import { useConsole } from "./data/use-console.ts";
import { TransferMenu } from "./scenarios/transfer-menu.tsx";

const CONNECTIONS = {
  connecting: { tone: "", words: "Connecting" },
  live: { tone: "good", words: "Live" },
  lost: { tone: "bad", words: "Not connected" },
} as const;

interface HeaderProps {
  readonly customerId: string | undefined;
  readonly onCustomer: (customerId: string) => void;
}

export function Header({ customerId, onCustomer }: HeaderProps) {
  const connection = useConsole((state) => state.connection);
  const agent = useConsole(({ has }) => has.agent);
  const known = useConsole(({ customers }) => customerId !== undefined && customers.has(customerId));
  const { tone, words } = CONNECTIONS[connection];
  return (
    <header className="top">
      <h1>Conversation bridge</h1>
      <span className={`badge ${tone}`} data-connection={connection}>
        {words}
      </span>
      <span className="badge">
        {agent === "none" ? "No bot: customers are only mirrored" : `Bot: ${agent}`}
      </span>
      <span className="push" />
      <TransferMenu customerId={known ? customerId : undefined} onImported={onCustomer} />
    </header>
  );
}
