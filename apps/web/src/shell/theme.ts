export const themeCookie = 'godwit-theme';

export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

/** The stored choice; anything else means: follow the system. */
export const readTheme = (value: string | undefined): Theme => themes.find((theme) => theme === value) ?? 'system';

/** Keeps the choice for a year and applies it at once. Browser only. */
export const applyTheme = (theme: Theme): void => {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari and outside https
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=31536000; samesite=lax`;
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
};

/** The choice in force now, as the page itself says. Browser only. */
export const currentTheme = (): Theme => readTheme(document.documentElement.dataset.theme);
