import type { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

export interface ScriptedSecrets {
  readonly client: Pick<SecretsManagerClient, "send">;
  /** The ids that were asked for, in order. */
  readonly asked: (string | undefined)[];
  /** What each request gets from now on: the secret's text, or a failure. */
  answer(next: () => Promise<string | undefined>): void;
}

/** Secrets Manager, answering what it is told to. */
export function scriptedSecrets(): ScriptedSecrets {
  const asked: (string | undefined)[] = [];
  let answer = async (): Promise<string | undefined> => undefined;
  const send = async (command: GetSecretValueCommand) => {
    asked.push(command.input.SecretId);
    return { SecretString: await answer() };
  };
  return {
    // The reader sends this one command and does nothing else with a client.
    client: { send: send as SecretsManagerClient["send"] },
    asked,
    answer(next) {
      answer = next;
    },
  };
}
