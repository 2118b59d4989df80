/* A button that copies what stands in a field; without it the field is selected and copied by hand. */
(function () {
  'use strict';
  document.querySelectorAll('button[data-copies]').forEach(function (button) {
    var field = document.getElementById(button.dataset.copies);
    var said = document.querySelector('[data-copied="' + button.dataset.copies + '"]');
    field.addEventListener('focus', function () { field.select(); });
    if (!navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener('click', function () {
      navigator.clipboard.writeText(field.value).then(function () {
        said.textContent = button.dataset.done;
        button.classList.add('is-done');
      }, function () { field.focus(); });
    });
  });
})();
