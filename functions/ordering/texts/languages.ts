/** What the bot speaks. */
export const LANGUAGES = ["es", "en", "fr", "pt"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Of a business that names none. */
export const DEFAULT_LANGUAGE: Language = "es";
