/** What each call is named by, in faults and in the record of calls. */
export const MODELS_OPERATIONS = ["chat", "transcribe", "listModels"] as const;
export type ModelsOperation = (typeof MODELS_OPERATIONS)[number];
