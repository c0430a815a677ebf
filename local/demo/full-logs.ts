/** Lambda's logging at its most talkative, and in the form that it has in AWS. */
const FULL_LOGS: Readonly<Record<string, string | undefined>> = {
  POWERTOOLS_LOG_LEVEL: "DEBUG",
  POWERTOOLS_DEV: undefined,
  POWERTOOLS_METRICS_DISABLED: undefined,
  AWS_LAMBDA_LOG_LEVEL: undefined,
};

/** Sets what loggers read from the process when they are made. @returns a function that sets it back */
export function logEverything(): () => void {
  const before = Object.keys(FULL_LOGS).map((name) => [name, process.env[name]] as const);
  for (const [name, value] of Object.entries(FULL_LOGS)) setVariable(name, value);
  return () => {
    for (const [name, value] of before) setVariable(name, value);
  };
}

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
