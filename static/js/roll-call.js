// The roll call by thumb and by keyboard: everybody present at one press, a count, and nothing unsaved is lost.
// Without any script the form works by itself.
(() => {
  'use strict';

  const form = document.querySelector('form[data-roll]');
  if (!form) return;
  const rows = [...form.querySelectorAll('[data-row]')];
  const count = form.querySelector('[data-count]');
  const KEYS = { p: 'present', l: 'partly', r: 'partly', a: 'absent' };
  let leaving = false;

  const chosen = (row) => row.querySelector('input[type=radio]:checked');
  const typed = (row) => JSON.stringify([...row.querySelectorAll('input:not([type=hidden])')]
    .filter((input) => !input.name.startsWith('reason_') && (input.type !== 'radio' || input.checked))
    .map((input) => [input.name, input.value]));
  const atFirst = new Map(rows.map((row) => [row, typed(row)]));
  // Also what was refused before: it differs from what stands in the register, or brings a reason.
  const isChanged = (row) => typed(row) !== atFirst.get(row)
    || (row.dataset.line !== undefined && Boolean(chosen(row)) && chosen(row).value !== row.dataset.saved)
    || Boolean(row.querySelector('input[name^=reason_]').value);
  const isDirty = () => rows.some(isChanged) || Boolean(form.querySelector('.is-wrong'));

  const show = () => {
    rows.forEach((row) => row.classList.toggle('is-changed', isChanged(row)));
    const words = count.dataset.count.replace('#', String(rows.filter(chosen).length));
    if (count.textContent !== words) count.textContent = words;
  };

  const focusOn = (row) => {
    (chosen(row) || row.querySelector('input[type=radio]')).focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
  };

  const goTo = (row, step) => {
    const next = rows[rows.indexOf(row) + step];
    if (next) focusOn(next);
    return Boolean(next);
  };

  const choose = (row, value) => {
    const radio = row.querySelector(`input[type=radio][value=${value}]`);
    radio.checked = true;
    show();
    if (value !== 'partly') {
      if (row.dataset.line === undefined) goTo(row, 1) || radio.focus();
      else if (row.classList.contains('is-changed')) row.querySelector('input[name^=reason_]').focus();
    } else row.querySelector('input[name^=late_]').focus();
  };

  form.classList.add('roll-live');
  show();
  form.addEventListener('input', show);
  form.addEventListener('change', show);

  const everybody = form.querySelector('[data-everybody]');
  if (everybody) {
    everybody.addEventListener('click', (event) => {
      event.preventDefault();
      rows.filter((row) => !chosen(row)).forEach((row) => { row.querySelector('input[value=present]').checked = true; });
      show();
    });
  }

  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector('[data-save]'));
      return;
    }
    const row = event.target.closest('[data-row]');
    if (!row && event.key === 'Enter' && event.target.matches('input:not([type=submit])')) {
      // The reason for everybody: it is not sent before anybody is marked.
      event.preventDefault();
      focusOn(rows[0]);
      return;
    }
    if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
    const isRadio = event.target.type === 'radio';
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && (isRadio || event.target.type === 'number')) {
      event.preventDefault();
      goTo(row, step);
    } else if (event.key === 'Enter' && event.target.matches('input')) {
      event.preventDefault();
      goTo(row, 1);
    } else if (isRadio && KEYS[event.key.toLowerCase()]) {
      event.preventDefault();
      choose(row, KEYS[event.key.toLowerCase()]);
    }
  });

  form.addEventListener('submit', () => { leaving = true; });
  window.addEventListener('pageshow', () => { leaving = false; });
  window.addEventListener('beforeunload', (event) => {
    if (leaving || !isDirty()) return;
    event.preventDefault();
    event.returnValue = '';
  });
})();
