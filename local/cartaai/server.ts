import { type StandIn, type StandInOptions, startStandIn } from "../http/stand-in.ts";
import { type CartaAISettings, type CartaAIState, createCartaAI } from "./create-cartaai.ts";

export interface CartaAIOptions extends StandInOptions, CartaAISettings {}

export interface CartaAIStandIn extends StandIn, CartaAIState {}

/**
 * CartaAI's API on this machine.
 *
 * @throws with code EADDRINUSE when the port is taken.
 */
export async function startCartaAI(options: CartaAIOptions): Promise<CartaAIStandIn> {
  const { state, service, time } = createCartaAI(options);
  return { ...(await startStandIn(service, options, time)), ...state };
}
