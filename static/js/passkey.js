/* Says in words that a passkey could not be used, where the library would only write to the console. */
(function () {
  'use strict';
  document.addEventListener('allauth.error', function (event) {
    var notice = document.querySelector('[data-passkey-error]');
    if (!notice) { return; }
    event.preventDefault();
    notice.hidden = false;
  });
})();
