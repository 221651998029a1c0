<?php
// Articles put into WordPress as its editor would put them.
function publish(array $news): array
{
    $states = ['scheduled' => 'future', 'private' => 'private', 'draft' => 'draft'];
    $user = get_users(['search' => $news['author'], 'search_columns' => ['display_name']])[0] ?? get_user_by('id', 1);
    $id = wp_insert_post([
        'post_title' => $news['title'],
        'post_name' => $news['slug'],
        'post_content' => $news['html'],
        'post_date' => $news['published'],
        'post_author' => $user->ID,
        'post_status' => $states[$news['state']] ?? 'publish',
        'post_password' => $news['state'] === 'password' ? 'bi-mat' : '',
        'post_category' => array_map(fn($slug) => get_category_by_slug($slug)->term_id, $news['categories']),
        'tags_input' => $news['tags'],
        'comment_status' => 'open',
    ], true);
    if (is_wp_error($id)) {
        fwrite(STDERR, $id->get_error_message());
        exit(1);
    }
    $html = $news['html'];
    foreach ($news['media'] as $name => $bytes) {
        $html = str_replace("{{{$name}}}", attach($name, base64_decode($bytes), $id, $news['title']), $html);
    }
    global $wpdb;
    $wpdb->update($wpdb->posts, ['post_content' => $html], ['ID' => $id]);
    clean_post_cache($id);
    if ($news['state'] === 'sticky') {
        stick_post($id);
    }
    foreach ($news['remarks'] as $remark) {
        wp_insert_comment(['comment_post_ID' => $id, 'comment_author' => $remark['reader'], 'comment_approved' => 1,
            'comment_content' => $remark['text'], 'comment_date' => $news['published']]);
    }
    return [$id, get_permalink($id)];
}

function attach(string $name, string $bytes, int $post, string $title): string
{
    $file = wp_upload_bits($name, null, $bytes);
    $kind = wp_check_filetype($name)['type'];
    $id = wp_insert_attachment(['post_mime_type' => $kind, 'post_title' => $name, 'post_status' => 'inherit'], $file['file'], $post);
    if (str_starts_with($kind, 'image/')) {
        wp_update_attachment_metadata($id, ['width' => 240, 'height' => 160, 'file' => _wp_relative_upload_path($file['file'])]);
        set_post_thumbnail($post, $id);
    }
    return $file['url'];
}

function menu_of_categories(array $categories, string $kind): void
{
    if ($kind === 'block') {
        $links = '<!-- wp:home-link {"label":"Trang chủ"} /-->';
        foreach ($categories as $category) {
            $term = get_category_by_slug($category['slug']);
            $told = ['label' => $category['name'], 'type' => 'category', 'id' => $term->term_id,
                'url' => get_category_link($term), 'kind' => 'taxonomy'];
            $links .= '<!-- wp:navigation-link ' . wp_slash(json_encode($told, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES)) . ' /-->';
        }
        wp_insert_post(['post_type' => 'wp_navigation', 'post_title' => 'Trình đơn', 'post_status' => 'publish', 'post_content' => $links]);
    }
    if ($kind === 'classic') {
        $menu = wp_create_nav_menu('Trình đơn');
        foreach ($categories as $category) {
            $term = get_category_by_slug($category['slug']);
            wp_update_nav_menu_item($menu, 0, ['menu-item-title' => $category['name'], 'menu-item-object' => 'category',
                'menu-item-object-id' => $term->term_id, 'menu-item-type' => 'taxonomy', 'menu-item-status' => 'publish']);
        }
        set_theme_mod('nav_menu_locations', ['primary' => $menu]);
    }
}
