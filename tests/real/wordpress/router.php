<?php
// What a web server does: a file that exists is sent as it is; everything else is WordPress's where addresses are rewritten.
error_log('asked: ' . $_SERVER['REQUEST_METHOD'] . ' ' . $_SERVER['REQUEST_URI']);
$root = $_SERVER['DOCUMENT_ROOT'];
$path = rawurldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) ?: '/');
if ($path !== '/' && is_file($root . $path)) {
    return false;
}
if ($path !== '/' && !getenv('REAL_REWRITE')) {
    http_response_code(404);
    echo '<h1>Not Found</h1><p>The requested URL was not found on this server.</p>';
    return true;
}
$_SERVER['SCRIPT_NAME'] = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = $root . '/index.php';
$_SERVER['PHP_SELF'] = '/index.php';
chdir($root);
require $root . '/index.php';
