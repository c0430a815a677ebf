import { Chain, type Link } from "./chain.ts";
import type { DeliveryOrder } from "./delivery-order.ts";
import type { MessageState, StoredMessage } from "./message.ts";

/**
 * What a message in flight holds back.
 *
 * "group": everything else of its group. This is what the Developer Guide says: nothing more of a group is received
 * until the messages that were received are deleted or visible again.
 *
 * "successors": only what comes after it in its group. SQS itself does this (seen in recorded answers): of three
 * messages received together, the first is handed out again as soon as it alone is visible again, although the others
 * are still with whoever received them.
 */
export type GroupHold = "group" | "successors";

interface Group {
  readonly id: string;
  /** All of the group's messages, visible or not, in the order in which they were sent. */
  readonly messages: Chain<StoredMessage>;
  inFlight: number;
  waiting: number;
  /** Its place among the groups that have something to hand out; missing when it has nothing. */
  ready: Link<Group> | undefined;
}

/** A message group, for people to look at. */
export interface GroupView {
  readonly groupId: string;
  readonly inFlight: number;
  /** Not in flight. */
  readonly waiting: number;
  /** Whether a message in flight is all that keeps the others from being received. */
  readonly blocked: boolean;
}

/**
 * A FIFO queue's order: groups take turns, each hands out its messages in the order in which they were sent, as many
 * as fit into the batch.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export class MessageGroups implements DeliveryOrder {
  readonly #hold: GroupHold;
  readonly #groups = new Map<string, Group>();
  readonly #ready = new Chain<Group>();

  constructor(hold: GroupHold) {
    this.#hold = hold;
  }

  add(message: StoredMessage): void {
    const group = this.#groupOf(message);
    message.place = group.messages.append(message);
    group.waiting += 1;
    this.#refresh(group);
  }

  moved(message: StoredMessage, from: MessageState): void {
    const group = this.#groupOf(message);
    this.#count(group, from, -1);
    this.#count(group, message.state, 1);
    this.#refresh(group);
  }

  remove(message: StoredMessage): void {
    const group = this.#groupOf(message);
    if (message.place !== undefined) group.messages.remove(message.place);
    message.place = undefined;
    this.#count(group, message.state, -1);
    this.#refresh(group);
    if (group.messages.first === undefined) this.#groups.delete(group.id);
  }

  clear(): void {
    this.#groups.clear();
    this.#ready.clear();
  }

  next(maximum: number): StoredMessage[] {
    const messages: StoredMessage[] = [];
    for (let group = this.#ready.first; group !== undefined; group = group.next) {
      if (messages.length >= maximum) break;
      // What is visible, up to the first that is not: nothing may overtake it.
      for (let link = group.item.messages.first; link?.item.state === "available"; link = link.next) {
        if (messages.length >= maximum) break;
        messages.push(link.item);
      }
    }
    return messages;
  }

  canDeliver(message: StoredMessage): boolean {
    const group = this.#groupOf(message);
    return group.ready !== undefined && group.messages.first?.item === message;
  }

  views(): GroupView[] {
    return [...this.#groups.values()].map(({ id, inFlight, waiting, ready }) => ({
      groupId: id,
      inFlight,
      waiting,
      blocked: ready === undefined && inFlight > 0 && waiting > 0,
    }));
  }

  #groupOf(message: StoredMessage): Group {
    // A FIFO queue takes no message without a group.
    const id = message.groupId ?? "";
    const known = this.#groups.get(id);
    if (known !== undefined) return known;
    const group: Group = { id, messages: new Chain(), inFlight: 0, waiting: 0, ready: undefined };
    this.#groups.set(id, group);
    return group;
  }

  #count(group: Group, state: MessageState, change: number): void {
    if (state === "inFlight") group.inFlight += change;
    else group.waiting += change;
  }

  #refresh(group: Group): void {
    const isReady = this.#isReady(group);
    if (isReady && group.ready === undefined) group.ready = this.#ready.append(group);
    if (!isReady && group.ready !== undefined) {
      this.#ready.remove(group.ready);
      group.ready = undefined;
    }
  }

  #isReady(group: Group): boolean {
    if (this.#hold === "group" && group.inFlight > 0) return false;
    return group.messages.first?.item.state === "available";
  }
}
