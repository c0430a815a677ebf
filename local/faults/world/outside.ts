import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Outside } from "../../../functions/configuration/outside.ts";
import type { Bot } from "./bot.ts";
import type { SimulatedCartaAI } from "./cartaai.ts";
import { fitsRequest, isTransient, sendWithFault } from "./dynamodb-faults.ts";
import type { ExecutionEnvironment } from "./execution-environment.ts";
import type { FaultInjector } from "./fault-injector.ts";
import { QUIET } from "./quiet-telemetry.ts";
import type { Simulation } from "./simulation.ts";
import type { SimulatedWhatsApp } from "./whatsapp.ts";

/** What all processes of a world share. */
export interface Shared {
  readonly simulation: Simulation;
  readonly faults: FaultInjector;
  readonly cartaai: SimulatedCartaAI;
  readonly whatsapp: SimulatedWhatsApp;
  readonly bot: Bot;
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
}

/** Where the world's services are, as its Lambdas know them. */
export const ADDRESSES = {
  cartaai: "http://cartaai.invalid",
  whatsapp: "http://whatsapp.invalid",
  bot: "http://bot.invalid/turns",
} as const;

type Send = (command: object) => Promise<unknown>;

/** Milliseconds on the way to a service of AWS's. */
const LATENCY = 3;
/** As often as the SDK tries; and milliseconds in between. */
const ATTEMPTS = 3;
const SDK_PAUSE = 50;

/** The world as one process reaches it. */
export function outsideOf(environment: ExecutionEnvironment, shared: Shared): Outside {
  const { simulation, sqs, dynamodb } = shared;
  const sqsSend = sendOf(sqs);
  return {
    sqs: withSend(sqs, (command) => environment.pass(LATENCY, () => sqsSend(command))),
    dynamodb: withSend(dynamodb, dynamodbSend(environment, shared)),
    fetch: fetchFrom(environment, shared),
    timeoutSignal: simulation.timeoutSignal,
    pause: simulation.pause,
    telemetry: () => QUIET,
  };
}

type Service = {
  fetch(environment: ExecutionEnvironment, address: string, init: RequestInit): Promise<Response>;
};

/** Whoever is at an address. */
function fetchFrom(
  environment: ExecutionEnvironment,
  { simulation, cartaai, whatsapp, bot }: Shared,
): typeof fetch {
  const services = new Map<string, Service>([
    [new URL(ADDRESSES.cartaai).host, cartaai],
    [new URL(ADDRESSES.whatsapp).host, whatsapp],
    [new URL(ADDRESSES.bot).host, bot],
  ]);
  return async (input, init = {}) => {
    const address = String(input);
    const service = services.get(new URL(address).host);
    if (service === undefined) throw new TypeError("nobody is at this address");
    try {
      return await environment.pass(1, () => service.fetch(environment, address, init));
    } finally {
      // What is left of an answer is there, or breaks off, but never hangs.
      if (init.signal) simulation.forget(init.signal);
    }
  };
}

function dynamodbSend(environment: ExecutionEnvironment, { simulation, faults, dynamodb }: Shared): Send {
  const send: Send = (command) => simulation.busy(sendOf(dynamodb)(command));
  const attempt: Send = (command) => {
    const planned = faults.next("dynamodb", (fault) => fitsRequest(fault, command));
    if (planned === undefined) return send(command);
    faults.struck(planned);
    simulation.tell(() => `${planned.kind} at ${command.constructor.name}`);
    environment.invocation.troubled = true;
    return sendWithFault(planned, command, send);
  };
  return async (command) => {
    for (let tries = 1; ; tries++) {
      try {
        return await environment.pass(LATENCY, () => attempt(command));
      } catch (error) {
        if (tries === ATTEMPTS || !isTransient(error)) throw error;
        await simulation.pause(SDK_PAUSE * tries);
      }
    }
  };
}

/** The type of `send` has a signature for each command; here all are alike. */
function sendOf(client: SQSClient | DynamoDBClient): Send {
  return (client.send as Send).bind(client);
}

/** The client with another way of sending. */
function withSend<Client extends SQSClient | DynamoDBClient>(client: Client, send: Send): Client {
  const other: Client = Object.create(client);
  return Object.assign(other, { send });
}
