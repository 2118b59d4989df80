/* Demonstration: a button beside each account fills in the form. */
(function () {
  'use strict';
  document.querySelectorAll('button[data-email]').forEach(function (button) {
    button.hidden = false;
    button.addEventListener('click', function () {
      document.getElementById('id_login').value = button.dataset.email;
      document.getElementById('id_password').value = button.dataset.password;
      document.getElementById('id_password').form.querySelector('button[type=submit]').focus();
    });
  });
})();
