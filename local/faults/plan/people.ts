import type { Random } from "../random.ts";
import type { Identifiers, Renamed } from "./plan.ts";

/** How a person is known at each stage, and what WhatsApp tells in between. */
export interface Stage {
  readonly as: readonly [Identifiers, ...Identifiers[]];
  readonly announced?: Pick<Renamed, "from" | "to">;
}

export interface Person {
  readonly stages: readonly [Stage, ...Stage[]];
  /** May be taken for two people until WhatsApp has told what connects them: order holds for each of the two. */
  readonly isMerging: boolean;
}

const KINDS = [
  "phone",
  "both",
  "user id",
  "gains user id",
  "gains phone",
  "now this, now that",
  "new id",
  "new number",
  "two people",
] as const;

/** A person, and what becomes of their identifiers. */
export function makePerson(random: Random, index: number): Person {
  const number = `${random.between(100_000, 999_999)}${index}`;
  const phone = `519${number}0`;
  const newPhone = `519${number}1`;
  const userId = `PE.1349120865530${number}0`;
  const newUserId = `PE.1349120865530${number}1`;
  const both = { phone, userId };
  const connected = (...stages: Person["stages"]): Person => ({ stages, isMerging: false });
  const merging = (...stages: Person["stages"]): Person => ({ stages, isMerging: true });
  switch (random.pick(KINDS)) {
    case "phone":
      return connected({ as: [{ phone }] });
    case "both":
      return connected({ as: [both] });
    case "user id":
      return connected({ as: [{ userId }] });
    case "gains user id":
      return connected({ as: [{ phone }] }, { as: [both] });
    case "gains phone":
      return connected({ as: [{ userId }] }, { as: [both] });
    case "now this, now that":
      return merging({ as: [both, { userId }, { phone }] });
    case "new id": {
      const announced = { from: { userId }, to: { userId: newUserId, phone: newPhone } };
      return merging({ as: [both] }, { announced, as: [{ phone: newPhone, userId: newUserId }] });
    }
    case "new number": {
      const announced = { from: { phone }, to: { phone: newPhone } };
      return merging({ as: [{ phone }] }, { announced, as: [{ phone: newPhone }] });
    }
    case "two people":
      return merging({ as: [{ phone }, { userId }] }, { as: [both] });
  }
}
