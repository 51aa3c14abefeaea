/** Starts the application in the page. The only file that touches the document at import time. */

import './ui/styles.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { loadCatalogue } from './languages/catalogue.ts';
import { chooseLanguage, languageKey } from './languages/language.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with the id "root".');
const language = chooseLanguage(localStorage.getItem(languageKey), navigator.languages);
createRoot(root).render(<App initial={{ language, messages: await loadCatalogue(language) }} />);
