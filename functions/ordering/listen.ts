import type { TurnMessage } from "../agents/agent.ts";
import type { Action } from "./actions.ts";
import { readChoiceId } from "./choice-ids.ts";
import { readCommand } from "./words/keywords.ts";

/** What the messages of a turn are, before anything is understood. Greetings beside something else say nothing. */
export function listen(messages: readonly TurnMessage[]): readonly Action[] {
  const actions = messages.map(toAction);
  const wishes = actions.filter((action) => !isGreeting(action));
  return wishes.length > 0 ? wishes : actions.slice(0, 1);
}

function toAction({ input }: TurnMessage): Action {
  switch (input.kind) {
    case "text":
      return { type: "say", text: input.text.slice(0, 1000) };
    case "choice":
      return readChoiceId(input.id) ?? fromTitle(input.title);
    case "location": {
      const { latitude, longitude, name, address } = input.location;
      const street = [name, address].filter((part) => part !== undefined && part !== "").join(", ");
      return {
        type: "location",
        latitude,
        longitude,
        ...(street !== "" && { street: street.slice(0, 200) }),
      };
    }
    case "basket":
      return { type: "add", items: [...input.lines] };
    case "welcome":
      return { type: "greet" };
    case "other":
      return { type: "unreadable" };
  }
}

/** A template's quick reply says what is written on it. */
function fromTitle(title: string): Action {
  return title.trim() === "" ? { type: "stale" } : { type: "say", text: title.slice(0, 1000) };
}

function isGreeting(action: Action): boolean {
  return action.type === "greet" || (action.type === "say" && readCommand(action.text)?.type === "greet");
}
