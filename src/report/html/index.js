(function () {
  'use strict';
  var root = document.documentElement;
  root.classList.add('js');
  var all = function (selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); };
  function speak(lang) {
    root.lang = lang === 'zh' ? 'zh-CN' : 'en';
    root.dataset.lang = lang;
    all('[data-zh]').forEach(function (e) { e.placeholder = e.dataset[lang]; e.setAttribute('aria-label', e.dataset[lang]); });
  }
  all('.lang').forEach(function (radio) {
    radio.addEventListener('change', function () { speak(radio.id === 'lang-zh' ? 'zh' : 'en'); });
  });
  speak(root.dataset.lang);
  var filter = document.getElementById('filter');
  var rows = all('.apps tbody tr');
  function narrow() {
    var words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    rows.forEach(function (row) {
      row.searchText = row.searchText || (row.textContent + ' ' + row.dataset.codes).toLowerCase();
      row.hidden = !words.every(function (w) { return row.searchText.indexOf(w) >= 0; });
      if (!row.hidden) { shown += 1; }
    });
    document.getElementById('shown').textContent = shown + ' / ' + rows.length;
  }
  filter.addEventListener('input', narrow);
  narrow();
})();
