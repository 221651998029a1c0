document.documentElement.className += " scripted";
