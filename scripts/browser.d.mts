export const BROWSER_ARGS: string[];
export function findBrowser(): string;
export function launchOptions(): { executablePath: string; args: string[] };
export function launchOptionsWithoutWebgl(): { executablePath: string; args: string[]; ignoreDefaultArgs: string[] };
