// Scoring by hand: says of each answer whether it is saved, sends again what could not be, and loses nothing typed.
// htmx sends the forms; without any script each form has its own button.
(() => {
  'use strict';

  const page = document.querySelector('[data-scoring]');
  const words = document.querySelector('[data-scoring-words]');
  if (!page || !words || !window.htmx) return;
  const FIRST_RETRY = 4000;
  const LONGEST_RETRY = 60000;
  const states = new WeakMap();
  const forms = () => page.querySelectorAll('form[data-score]');

  // What the form would send, without the token and the mark of what was seen.
  const written = (form) => JSON.stringify([...new FormData(form)]
    .filter(([name]) => name !== 'csrfmiddlewaretoken' && name !== 'seen')
    .map(([name, value]) => [name, value instanceof File ? `${value.name}:${value.size}` : value]));

  const stateOf = (form) => {
    if (!states.has(form)) states.set(form, { saved: written(form), sent: '', wait: FIRST_RETRY, timer: 0, stuck: false });
    return states.get(form);
  };

  const isDirty = (form) => written(form) !== stateOf(form).saved;

  const say = (form, text, kind, link) => {
    const box = form.querySelector('.score-state');
    const line = document.createElement('p');
    line.className = kind;
    line.textContent = text;
    if (link) {
      const anchor = document.createElement('a');
      anchor.href = link;
      anchor.target = '_blank';
      anchor.rel = 'noopener';
      anchor.textContent = words.dataset.signIn;
      line.append(' ', anchor);
    }
    box.replaceChildren(line);
  };

  const tryLater = (form) => {
    const state = stateOf(form);
    clearTimeout(state.timer);
    state.timer = setTimeout(() => window.htmx.trigger(form, 'retry'), state.wait);
    state.wait = Math.min(state.wait * 2, LONGEST_RETRY);
  };

  const tryAllNow = () => forms().forEach((form) => {
    if (!isDirty(form) || stateOf(form).stuck) return;
    stateOf(form).wait = FIRST_RETRY;
    window.htmx.trigger(form, 'retry');
  });

  const ownForm = (event) => (event.target.matches && event.target.matches('form[data-score]') ? event.target : null);

  forms().forEach(stateOf);
  page.addEventListener('htmx:load', () => forms().forEach(stateOf));

  page.addEventListener('input', (event) => {
    const form = event.target.closest('form[data-score]');
    if (!form) return;
    const tooLarge = event.target.type === 'file' && [...event.target.files].find((file) => file.size > Number(event.target.dataset.mostBytes));
    if (tooLarge) {
      event.target.value = '';
      say(form, `${words.dataset.tooLarge} ${tooLarge.name}`, 'score-refused');
      return;
    }
    stateOf(form).stuck = false;
    if (isDirty(form)) say(form, words.dataset.unsaved, 'score-waiting');
  });

  // What was saved already is not sent twice, unless somebody presses the button.
  page.addEventListener('htmx:confirm', (event) => {
    const form = ownForm(event);
    const trigger = event.detail.triggeringEvent;
    if (form && !(trigger && trigger.type === 'submit') && (!isDirty(form) || stateOf(form).stuck)) event.preventDefault();
  });

  // The token may have changed by signing in again in another tab: the cookie has the one that holds.
  page.addEventListener('htmx:configRequest', (event) => {
    const cookie = document.cookie.split('; ').find((entry) => entry.startsWith('csrftoken='));
    if (cookie && event.detail.parameters.has && event.detail.parameters.has('csrfmiddlewaretoken')) {
      event.detail.parameters.set('csrfmiddlewaretoken', cookie.slice('csrftoken='.length));
    }
  });

  page.addEventListener('htmx:beforeRequest', (event) => {
    const form = ownForm(event);
    if (!form) return;
    const state = stateOf(form);
    clearTimeout(state.timer);
    state.sent = written(form);
    say(form, words.dataset.saving, 'score-waiting');
  });

  // A redirect to the sign-in arrives as a page: it is no answer to a form.
  page.addEventListener('htmx:beforeSwap', (event) => {
    const { xhr } = event.detail;
    const isSignIn = xhr.responseURL.includes('/account/login/');
    if (isSignIn || (ownForm(event) && !xhr.getResponseHeader('X-Scoring'))) event.detail.shouldSwap = false;
  });

  const saved = (form, state) => {
    state.saved = state.sent;
    state.wait = FIRST_RETRY;
    const files = form.querySelector('input[type=file]');
    if (files && files.value && written(form) === state.sent) {
      files.value = '';
      state.saved = written(form);
    }
    const card = form.closest('[data-card]');
    card.classList.toggle('is-answered', Boolean(form.querySelector('input[name=level]:checked')));
    if (isDirty(form)) say(form, words.dataset.unsaved, 'score-waiting');
  };

  page.addEventListener('htmx:afterRequest', (event) => {
    const form = ownForm(event);
    if (!form) return;
    const { xhr } = event.detail;
    const state = stateOf(form);
    const answer = xhr.getResponseHeader && xhr.status ? xhr.getResponseHeader('X-Scoring') : null;
    if (answer === 'saved') return saved(form, state);
    if (answer === 'refused') {
      // Something is to be decided: not sent again until it is changed or the button is pressed.
      state.stuck = true;
      return undefined;
    }
    if (xhr.status && xhr.responseURL.includes('/account/login/')) {
      say(form, words.dataset.signedOut, 'score-refused', xhr.responseURL.split('?')[0]);
    } else if (xhr.status === 403 || xhr.status === 404) {
      state.stuck = true;
      say(form, words.dataset.refused, 'score-refused');
      return undefined;
    } else {
      say(form, xhr.status ? words.dataset.failed : words.dataset.offline, 'score-refused');
    }
    tryLater(form);
    return undefined;
  });

  window.addEventListener('online', tryAllNow);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) tryAllNow(); });

  window.addEventListener('beforeunload', (event) => {
    if ([...forms()].some(isDirty)) {
      event.preventDefault();
      event.returnValue = '';
    }
  });

  // A form that is sent without htmx, or leads on, takes nothing unsaved with it: it is what is being saved.
  page.addEventListener('submit', (event) => {
    if (!event.target.matches('form[data-score]')) return;
    stateOf(event.target).stuck = false;
  });

  // The next card without an answer below what one reads now, or else the first of all.
  page.addEventListener('click', (event) => {
    const link = event.target.closest('[data-next]');
    if (!link) return;
    const open = [...page.querySelectorAll('[data-card]')].filter((card) => !card.querySelector('input[name=level]:checked'));
    const next = open.find((card) => card.getBoundingClientRect().top > window.innerHeight / 2) || open[0];
    if (!next) return;
    event.preventDefault();
    next.scrollIntoView();
    next.focus({ preventScroll: true });
  });
})();
