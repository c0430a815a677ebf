/**
 * A Lambda's name in log lines and in the metrics' dimension `service`: "sync-prod". With the stage in it, two stages of one
 * account neither add up in an alarm nor hide each other.
 */
export function serviceName(lambda: string, stage: string): string {
  return `${lambda}-${stage}`;
}
