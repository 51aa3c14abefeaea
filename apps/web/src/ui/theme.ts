/**
 * The look of the application: one accent, cool neutrals, Inter with tabular figures, in light and dark.
 *
 * Contrast is chosen so that dimmed text reaches 4.5:1 on the body colour of its scheme (WCAG 2.2 §1.4.3); Mantine's own
 * greys do not. What is drawn over images has its colours in `features/viewer`, since it lies on black in both schemes.
 */

import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from '@mantine/core';

const iso: MantineColorsTuple = [
  '#e5f6f9',
  '#cbe9ef',
  '#9bd5e0',
  '#66c0d0',
  '#3dafc2',
  '#219fb4',
  '#108aa0',
  '#0b7285',
  '#085c6c',
  '#054553',
];

const gray: MantineColorsTuple = [
  '#f7f9fa',
  '#eff2f4',
  '#e4e8ec',
  '#d5dbe0',
  '#c0c8cf',
  '#97a2ac',
  '#5d6974',
  '#47525c',
  '#323b43',
  '#1d242a',
];

const dark: MantineColorsTuple = [
  '#dbe1e7',
  '#b9c2cb',
  '#93a0ac',
  '#6b7883',
  '#39434d',
  '#2a323a',
  '#1d242b',
  '#14191e',
  '#0f1317',
  '#0a0d10',
];

export const theme = createTheme({
  colors: { iso, gray, dark },
  primaryColor: 'iso',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  fontFamily:
    "'Inter Variable', 'Noto Sans Arabic Variable', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  components: {
    Badge: { defaultProps: { radius: 'sm', tt: 'none', fw: 600 } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, arrowSize: 6 } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.4 } } },
    // Mantine would give the focus to a placeholder first, which is no item: a menu owns items only (WAI-ARIA 1.2, role menu).
    Menu: { defaultProps: { shadow: 'md', withinPortal: true, withInitialFocusPlaceholder: false } },
    Skeleton: { defaultProps: { radius: 'sm' } },
  },
});

/** The theme with the words that Mantine's own buttons say to a screen reader. */
export function labelled(given: MantineThemeOverride, words: { readonly close: string }): MantineThemeOverride {
  const closeButton = { CloseButton: { defaultProps: { 'aria-label': words.close } } };
  return { ...given, components: { ...given.components, ...closeButton } };
}

/** Colours that follow the scheme and that Mantine has no name for. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': gray[6],
    '--mantine-color-placeholder': '#6b7782',
    '--mantine-color-orange-light-color': '#9a3412',
    '--mantine-color-teal-light-color': '#065f46',
    '--mantine-color-red-light-color': '#b42318',
    '--iso-surface': '#ffffff',
    '--iso-canvas': '#f7f9fa',
    '--iso-border': gray[2],
    '--iso-row-hover': '#f1f6f8',
    '--iso-row-active': '#e5f2f5',
    '--iso-accent': iso[7],
    '--iso-accent-text': iso[7],
    '--iso-border-strong': gray[4],
    '--iso-badge': gray[1],
    '--iso-badge-text': gray[8],
    '--iso-well': gray[0],
    '--iso-warning': '#b45309',
    '--iso-success': '#0f7b5f',
    '--iso-glow': '#e3f3f6',
  },
  dark: {
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-placeholder': '#7f8c98',
    '--iso-surface': '#171d23',
    '--iso-canvas': dark[7],
    '--iso-border': dark[5],
    '--iso-row-hover': '#1b2229',
    '--iso-row-active': '#18303a',
    '--iso-accent': iso[4],
    '--iso-accent-text': iso[3],
    '--iso-border-strong': dark[4],
    '--iso-badge': dark[5],
    '--iso-badge-text': dark[0],
    '--iso-well': dark[8],
    '--iso-warning': '#f0b155',
    '--iso-success': '#4fc9a4',
    '--iso-glow': '#10222a',
  },
});
