<?php
// A day's work of the editors. In: JSON on standard input. Out: number -> [id, address] of what was added.
$_SERVER['HTTP_HOST'] = parse_url(getenv('REAL_HOME'), PHP_URL_HOST) . ':' . parse_url(getenv('REAL_HOME'), PHP_URL_PORT);
$_SERVER['REQUEST_URI'] = '/';
require getenv('REAL_ROOT') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/image.php';
require_once __DIR__ . '/posts.php';

$asked = json_decode(stream_get_contents(STDIN), true);
wp_set_current_user(1);
foreach ($asked['edit'] as $id => $change) {
    $post = get_post($id);
    wp_update_post(wp_slash(['ID' => $id, 'post_content' => str_replace($change[0], $change[1], $post->post_content)]));
}
foreach ($asked['delete'] as $id) {
    wp_delete_post($id, true);
}
foreach ($asked['private'] as $id) {
    wp_update_post(['ID' => $id, 'post_status' => 'private']);
}
foreach ($asked['password'] as $id) {
    wp_update_post(['ID' => $id, 'post_password' => 'bi-mat']);
}
$told = [];
foreach ($asked['add'] as $news) {
    $told[$news['number']] = publish($news);
}
echo json_encode((object) $told);
