// Chooses light or dark before anything is drawn, so that no page flashes up in the other one. Mantine takes over when it
// has started; the key is the one under which it keeps the choice.
(() => {
  const chosen = localStorage.getItem('mantine-color-scheme-value');
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.dataset.mantineColorScheme = chosen === 'dark' || chosen === 'light' ? chosen : system;
})();
