<?php
// Installs a WordPress and fills it through its own functions. In: JSON on standard input. Out: number -> [id, address].
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = parse_url(getenv('REAL_HOME'), PHP_URL_HOST) . ':' . parse_url(getenv('REAL_HOME'), PHP_URL_PORT);
$_SERVER['REQUEST_URI'] = '/';
function wp_new_blog_notification() {}
require getenv('REAL_ROOT') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/image.php';
require_once __DIR__ . '/posts.php';

$asked = json_decode(stream_get_contents(STDIN), true);
wp_install($asked['title'], 'admin', 'admin@example.invalid', true, '', 'only for tests', $asked['language']);
wp_set_current_user(1);
switch_theme($asked['theme']);
foreach ($asked['options'] as $name => $value) {
    update_option($name, $value);
}
global $wp_rewrite;
$wp_rewrite->init();
$wp_rewrite->set_permalink_structure($asked['permalinks']);
foreach (get_posts(['post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1]) as $post) {
    wp_delete_post($post->ID, true);
}
foreach ($asked['categories'] as $category) {
    $parent = $category['parent'] ? get_category_by_slug($category['parent'])->term_id : 0;
    wp_insert_term($category['name'], 'category', ['slug' => $category['slug'], 'parent' => $parent]);
}
foreach ($asked['authors'] as $place => $name) {
    wp_insert_user(['user_login' => "tac-gia-$place", 'display_name' => $name, 'role' => 'author', 'user_pass' => 'x']);
}
menu_of_categories($asked['categories'], $asked['menu']);
wp_insert_post(['post_type' => 'page', 'post_title' => 'Giới thiệu', 'post_name' => 'gioi-thieu', 'post_status' => 'publish',
    'post_content' => '<p>Huyện có chín xã, phía tây giáp núi, phía đông giáp biển.</p>']);
$told = [];
foreach ($asked['news'] as $news) {
    $told[$news['number']] = publish($news);
}
flush_rewrite_rules(false);
echo json_encode($told);
