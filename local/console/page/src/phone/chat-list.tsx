import { type KeyboardEvent, useState } from "react";
import type { Customer } from "../../../api.ts";
import { useConsole } from "../data/use-console.ts";
import { AgreementDot } from "../mirror/agreement-mark.tsx";
import { Empty } from "../ui/empty.tsx";
import { clockTime } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { identityInWords } from "./identity-in-words.ts";
import { NewCustomerDialog } from "./new-customer-dialog.tsx";

interface ChatListProps {
  readonly selected: string | undefined;
  readonly onSelect: (customerId: string) => void;
}

/** How many chats there are before a filter helps. */
const WORTH_FILTERING = 8;

/** Everybody who writes, the one who wrote last first. Up and down move in the list. */
export function ChatList({ selected, onSelect }: ChatListProps) {
  const customers = useConsole((state) => state.customers);
  const businesses = useConsole((state) => state.businesses);
  const [adding, setAdding] = useState(false);
  const [filter, setFilter] = useState("");
  const shown = [...customers.values()].filter((customer) => matches(customer, filter)).sort(lastFirst);
  const stop = shown.some(({ id }) => id === selected) ? selected : shown[0]?.id;
  const names = new Map(businesses.map(({ phoneNumberId, name }) => [phoneNumberId, name]));

  return (
    <nav className="panel chats" aria-label="Chats">
      <header className="panel-head">
        <h2>Chats</h2>
        <button type="button" className="button small" onClick={() => setAdding(true)}>
          <Icon name="plus" /> New customer
        </button>
      </header>
      {customers.size > WORTH_FILTERING && (
        <input
          className="input filter"
          type="search"
          aria-label="Filter chats"
          placeholder="Filter"
          value={filter}
          onChange={({ target }) => setFilter(target.value)}
        />
      )}
      {customers.size === 0 && (
        <Empty title="Nobody has written yet">
          <p>Make up a customer, or play a scenario.</p>
        </Empty>
      )}
      <ul className="chat-list">
        {shown.map((customer) => (
          <li key={customer.id}>
            <button
              type="button"
              className="chat"
              aria-current={customer.id === selected ? "true" : undefined}
              tabIndex={customer.id === stop ? 0 : -1}
              onClick={() => onSelect(customer.id)}
              onKeyDown={moveInList}
            >
              <span className="row spread">
                <strong>{customer.name || identityInWords(customer.identity)}</strong>
                <span className="soft small-print">{customer.lastAt && clockTime(customer.lastAt)}</span>
              </span>
              <span className="soft small-print">{names.get(customer.phoneNumberId)}</span>
              <span className="row spread nowrap">
                <span className="last soft small-print">{customer.lastMessage ?? "Nothing said yet"}</span>
                <AgreementDot agreement={customer.agreement} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {adding && <NewCustomerDialog onCreated={onSelect} onClose={() => setAdding(false)} />}
    </nav>
  );
}

function matches({ name, identity }: Customer, filter: string): boolean {
  return `${name} ${identityInWords(identity)}`.toLowerCase().includes(filter.trim().toLowerCase());
}

function lastFirst(one: Customer, other: Customer): number {
  return (other.lastAt ?? "").localeCompare(one.lastAt ?? "");
}

function moveInList(event: KeyboardEvent<HTMLButtonElement>): void {
  const item = event.currentTarget.closest("li");
  const next = { ArrowDown: item?.nextElementSibling, ArrowUp: item?.previousElementSibling }[event.key];
  if (!next) return;
  event.preventDefault();
  next.querySelector("button")?.focus();
}
