import { CartaAIError, CartaAIUnauthorisedError } from "../../functions/cartaai/errors.ts";
import { authHeader } from "../../functions/cartaai/routes.ts";
import { networkCodeOf } from "../../functions/http/network-error.ts";
import { ReadBackError } from "./compare-read-back.ts";
import { shownAddress, type Target } from "./target.ts";

/** What is wrong, and what to look at first. */
export interface Diagnosis {
  readonly problem: string;
  readonly advice: string;
}

/** Says what a failed step means, for the person who has to mend it. Never holds the key. */
export function diagnose(error: unknown, target: Target): Diagnosis {
  if (error instanceof ReadBackError) {
    return { problem: error.message, advice: "Is somebody else writing to the test person's conversation?" };
  }
  if (!(error instanceof CartaAIError)) throw error;
  if (error instanceof CartaAIUnauthorisedError) return diagnoseRefusal(error, target);
  if (error.status === undefined) return diagnoseSilence(error, target);
  return diagnoseStatus(error, error.status, target);
}

function diagnoseRefusal({ status, enveloped }: CartaAIUnauthorisedError, { apiKey }: Target): Diagnosis {
  const header = Object.keys(authHeader(apiKey))[0];
  const byWhom = enveloped ? "CartaAI refuses the key" : "the request is refused, not by CartaAI itself";
  return {
    problem: `${byWhom} (HTTP ${status})`,
    advice: enveloped
      ? `Check CARTAAI_API_KEY; it was sent in the header ${header}.`
      : `Is a firewall in front of it? If not, check CARTAAI_API_KEY; it was sent in the header ${header}.`,
  };
}

/** What Node calls the ways in which no answer comes. */
const NETWORK: Readonly<Record<string, readonly [problem: string, advice: string]>> = {
  ECONNREFUSED: ["nothing listens there", "Is CartaAI running, and is the port right?"],
  ENOTFOUND: ["the host does not exist", "Is the host's name spelt right?"],
  EAI_AGAIN: ["the host's name cannot be looked up", "Is the network up, and the host's name spelt right?"],
  ECONNRESET: ["the connection was closed", "Is it http where it should be https, or is a firewall between?"],
  UND_ERR_SOCKET: [
    "the connection was closed",
    "Is it http where it should be https, or is a firewall between?",
  ],
  UND_ERR_CONNECT_TIMEOUT: ["no connection came about", "Is a firewall between, or the address private?"],
  ERR_SSL_WRONG_VERSION_NUMBER: ["it does not speak TLS", "Should the address begin with http://?"],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ["it does not speak TLS", "Should the address begin with http://?"],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    "its certificate is self-signed",
    "NODE_EXTRA_CA_CERTS can name its authority.",
  ],
  CERT_HAS_EXPIRED: ["its certificate has expired", "Its owner has to renew it."],
  ERR_TLS_CERT_ALTNAME_INVALID: ["its certificate is for another host", "Is the host's name right?"],
};

function diagnoseSilence(error: CartaAIError, target: Target): Diagnosis {
  const { cause } = error;
  const address = shownAddress(target);
  if (cause === undefined) {
    return { problem: "the answer holds no conversation", advice: `Is ${address} really CartaAI's API?` };
  }
  if (cause instanceof Error && cause.name === "TimeoutError") {
    return {
      problem: `no answer from ${address} within ${target.timeout / 1000} s`,
      advice: "Is it overloaded, or a firewall between? CONVERSATION_API_TIMEOUT sets how long is waited.",
    };
  }
  const code = networkCodeOf(cause);
  const [problem, advice] = NETWORK[code] ?? ["it cannot be reached", "Is the address right?"];
  return { problem: `${address}: ${problem} (${code})`, advice: `${advice} Set by CARTAAI_API_BASE_URL.` };
}

function diagnoseStatus(error: CartaAIError, status: number, target: Target): Diagnosis {
  const address = shownAddress(target);
  const { enveloped, operation } = error;
  if (status >= 300 && status < 400) {
    return {
      problem: `${address} redirects elsewhere (HTTP ${status})`,
      advice: "Set CARTAAI_API_BASE_URL to where it leads; writes are not redirected.",
    };
  }
  if (status < 300 && !enveloped) {
    return {
      problem: `what answers at ${address} is not CartaAI's API (HTTP ${status}, a web page perhaps)`,
      advice: "Check CARTAAI_API_BASE_URL: the API has a host of its own.",
    };
  }
  if (status === 404) return diagnoseNotFound(operation, enveloped, target);
  if (status === 429)
    return { problem: "too many requests (HTTP 429)", advice: "Wait a minute and try again." };
  if (status >= 500) {
    return enveloped
      ? { problem: `CartaAI failed (HTTP ${status})`, advice: "Its own log says why." }
      : {
          problem: `a proxy answers in CartaAI's stead (HTTP ${status})`,
          advice: "Is CartaAI itself running?",
        };
  }
  return operation === "openConversation"
    ? unknownRestaurant(target, status)
    : { problem: `CartaAI refuses the request (HTTP ${status})`, advice: "Is this its API's version 1?" };
}

function diagnoseNotFound(operation: string, enveloped: boolean, target: Target): Diagnosis {
  if (!enveloped) {
    return {
      problem: `${shownAddress(target)} has none of CartaAI's addresses (HTTP 404)`,
      advice: "Check CARTAAI_API_BASE_URL: only its host, with or without /api/v1 at the end.",
    };
  }
  if (operation === "openConversation") return unknownRestaurant(target, 404);
  return operation === "addMessage" || operation === "syncState"
    ? {
        problem: `the agent's routes are not under ${target.agentPrefix} (HTTP 404)`,
        advice: "Some versions have them under /whatsapp-providers: set CARTAAI_AGENT_PREFIX.",
      }
    : { problem: "the conversation is gone (HTTP 404)", advice: "Has somebody removed it meanwhile?" };
}

function unknownRestaurant({ scope: { subDomain, localId } }: Target, status: number): Diagnosis {
  const branch = localId === undefined ? "" : `, or its branch "${localId}"`;
  return {
    problem: `CartaAI does not know the subdomain "${subDomain}"${branch} (HTTP ${status})`,
    advice:
      "Check CARTAAI_SUBDOMAIN and CARTAAI_LOCAL_ID, and that CARTAAI_API_BASE_URL is the right environment.",
  };
}
