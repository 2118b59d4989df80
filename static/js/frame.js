/* The frame of the site: menu button, menus that close, focus on the summary of mistakes. No dependency. */
(function () {
  'use strict';

  function toggle(button, open) {
    var target = document.getElementById(button.dataset.toggles);
    button.setAttribute('aria-expanded', String(open));
    target.classList.toggle('is-open', open);
  }

  document.querySelectorAll('[data-toggles]').forEach(function (button) {
    button.addEventListener('click', function () {
      toggle(button, button.getAttribute('aria-expanded') !== 'true');
    });
  });

  function closeDetails(except) {
    document.querySelectorAll('details[data-closes][open]').forEach(function (menu) {
      if (menu !== except) { menu.open = false; }
    });
  }

  document.addEventListener('click', function (event) {
    closeDetails(event.target.closest('details[data-closes]'));
  });

  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape') { return; }
    document.querySelectorAll('details[data-closes][open]').forEach(function (menu) {
      menu.open = false;
      menu.querySelector('summary').focus();
    });
    document.querySelectorAll('[data-toggles][aria-expanded="true"]').forEach(function (button) {
      toggle(button, false);
      button.focus();
    });
  });

  /* A menu that the keyboard has left does not stay open over the page. */
  document.addEventListener('focusin', function (event) {
    closeDetails(event.target.closest('details[data-closes]'));
  });

  document.querySelectorAll('[data-print]').forEach(function (button) {
    button.addEventListener('click', function () { window.print(); });
  });

  var mistakes = document.querySelector('[data-focus]');
  if (mistakes) { mistakes.focus(); }
})();
