(function () {
  'use strict';
  var root = document.documentElement;
  root.classList.add('js');
  var all = function (selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); };
  var findings = all('.finding');
  var filter = document.getElementById('filter');
  var boxes = all('input[data-severity]');

  // language: the style sheet already follows the radio buttons; here the page's own language, for readers and hyphens, and what no style sheet reaches
  function speak(lang) {
    root.lang = lang === 'zh' ? 'zh-CN' : 'en';
    root.dataset.lang = lang;
    all('[data-zh]').forEach(function (e) { e.placeholder = e.dataset[lang]; e.setAttribute('aria-label', e.dataset[lang]); });
  }
  all('.lang').forEach(function (radio) {
    radio.addEventListener('change', function () { speak(radio.id === 'lang-zh' ? 'zh' : 'en'); });
  });
  speak(root.dataset.lang);

  function narrow() {
    var words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    var severities = boxes.filter(function (b) { return b.checked; }).map(function (b) { return b.dataset.severity; });
    var shown = 0;
    findings.forEach(function (f) {
      f.searchText = f.searchText || (f.id + ' ' + f.textContent).toLowerCase();
      var fits = severities.indexOf(f.dataset.severity) >= 0 && words.every(function (w) { return f.searchText.indexOf(w) >= 0; });
      f.hidden = !fits;
      if (fits) { shown += 1; }
    });
    all('.family').forEach(function (family) { family.hidden = !family.querySelector('.finding:not([hidden])'); });
    document.getElementById('shown').textContent = shown + ' / ' + findings.length;
  }
  if (filter) {
    filter.addEventListener('input', narrow);
    boxes.forEach(function (b) { b.addEventListener('change', narrow); });
    document.getElementById('open-all').addEventListener('click', function () { findings.forEach(function (f) { f.open = !f.hidden; }); });
    document.getElementById('close-all').addEventListener('click', function () { findings.forEach(function (f) { f.open = false; }); });
    narrow();
  }

  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-copy]');
    if (!button) { return; }
    var range = document.createRange();
    range.selectNodeContents(button.parentNode.querySelector('.copy'));
    var selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    if (navigator.clipboard) { navigator.clipboard.writeText(button.dataset.copy).catch(function () {}); }
  });

  // a link to a finding opens it
  function arrive() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    for (var e = target; e; e = e.parentElement) {
      if (e.tagName === 'DETAILS') { e.open = true; }
    }
    target.scrollIntoView();
  }
  window.addEventListener('hashchange', arrive);
  arrive();

  // on paper everything is open
  var closed = [];
  window.addEventListener('beforeprint', function () {
    closed = all('details:not([open])');
    closed.forEach(function (d) { d.open = true; });
  });
  window.addEventListener('afterprint', function () { closed.forEach(function (d) { d.open = false; }); });
})();
